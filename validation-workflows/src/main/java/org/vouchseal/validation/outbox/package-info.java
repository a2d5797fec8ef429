/**
 * Mail that is written with the change it tells of and sent after commit, at least once. All texts
 * are fixed; no word of a user stands in them.
 */
@NullMarked
package org.vouchseal.validation.outbox;

import org.jspecify.annotations.NullMarked;
