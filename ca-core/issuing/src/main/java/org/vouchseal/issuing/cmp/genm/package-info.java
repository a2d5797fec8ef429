/**
 * What general messages ask for and get (RFC 9810 §5.3.19, RFC 9483 §4.3): certificates, revocation
 * lists, templates, kinds of keys. Answers from what is published; changes nothing.
 */
@NullMarked
package org.vouchseal.issuing.cmp.genm;

import org.jspecify.annotations.NullMarked;
