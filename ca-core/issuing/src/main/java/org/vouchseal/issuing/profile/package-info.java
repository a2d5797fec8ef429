/**
 * Certificate profiles as data: what a certificate of a kind may and must contain. One loader turns
 * the raw table into checked profiles.
 */
@NullMarked
package org.vouchseal.issuing.profile;

import org.jspecify.annotations.NullMarked;
