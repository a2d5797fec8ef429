/**
 * Makes and changes the schemas, one per room, each as its own owner; the accounts and what each
 * may do. Never part of a server: it runs before one starts.
 */
@NullMarked
package org.vouchseal.migrations;

import org.jspecify.annotations.NullMarked;
