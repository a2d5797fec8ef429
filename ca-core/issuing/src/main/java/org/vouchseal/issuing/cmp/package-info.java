/**
 * CMP over HTTP (RFC 9810, RFC 9811): one request in, one answer out, all state in the database.
 * Reads, authenticates and authorizes; what is issued or revoked is decided by the features.
 */
@NullMarked
package org.vouchseal.issuing.cmp;

import org.jspecify.annotations.NullMarked;
