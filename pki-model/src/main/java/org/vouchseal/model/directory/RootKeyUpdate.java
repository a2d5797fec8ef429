package org.vouchseal.model.directory;

import java.util.Optional;

/**
 * The certificates of a root that got a new key (RFC 9810 §4.4), DER; arrays are not copied.
 *
 * @param old the root certificate that is replaced, as relying parties hold it
 * @param newWithNew the new root certificate, signed by its own key
 * @param newWithOld the new key certified by the old one: what makes the new root believable
 * @param oldWithNew the old key certified by the new one, for who holds the new root only
 */
public record RootKeyUpdate(
    byte[] old, byte[] newWithNew, byte[] newWithOld, Optional<byte[]> oldWithNew) {}
