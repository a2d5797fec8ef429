/** The public look-up of a recipient's current encryption certificate by his exact mailbox. */
@NullMarked
package org.vouchseal.status.directory;

import org.jspecify.annotations.NullMarked;
