package org.vouchseal.sdk.cmp;

/**
 * What an end entity protects its messages with: {@link SharedSecret} before it has a certificate,
 * {@link SigningCredential} afterwards.
 */
public sealed interface Credential permits SharedSecret, SigningCredential {}
