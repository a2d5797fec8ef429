/**
 * What every part of the SDK speaks: its faults, and the identity that it keeps for a user. No
 * Bouncy Castle and no HTTP type appears in any public signature below here.
 */
@NullMarked
package org.vouchseal.sdk;

import org.jspecify.annotations.NullMarked;
