/**
 * The command {@code vouchseal}: options, prompts, texts and exit codes around the use cases of the
 * SDK. Secrets come by prompt or file, never on the command line.
 */
@NullMarked
package org.vouchseal.sdk.cli;

import org.jspecify.annotations.NullMarked;
