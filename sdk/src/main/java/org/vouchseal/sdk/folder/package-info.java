/**
 * The user's folder: the finished identity, and before that the stored steps of an enrolment,
 * written before they are acted upon so that no key and no certificate is lost by a crash.
 */
@NullMarked
package org.vouchseal.sdk.folder;

import org.jspecify.annotations.NullMarked;
