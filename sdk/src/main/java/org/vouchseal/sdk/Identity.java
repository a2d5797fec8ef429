package org.vouchseal.sdk;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import org.vouchseal.model.Mailbox;

/**
 * A finished pair of certificates in a folder.
 *
 * @param mailbox the one mailbox that both certificates name
 * @param folder where the files are
 * @param signing certificate of the key that was made here and never left
 * @param encryption certificate of the key that the service made and keeps in escrow
 */
public record Identity(
    Mailbox mailbox, Path folder, X509Certificate signing, X509Certificate encryption) {}
