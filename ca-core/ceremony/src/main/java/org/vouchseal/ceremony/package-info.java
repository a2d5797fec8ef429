/**
 * The key ceremony: makes the hierarchy, every service's keys and the public folder that all rooms
 * read, from one readable plan. The only code that opens the root token; needs no database.
 */
@NullMarked
package org.vouchseal.ceremony;

import org.jspecify.annotations.NullMarked;
