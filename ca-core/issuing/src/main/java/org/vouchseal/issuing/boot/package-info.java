/** Puts the core of issuing together from its parts. Nothing else builds adapters. */
@NullMarked
package org.vouchseal.issuing.boot;

import org.jspecify.annotations.NullMarked;
