package org.vouchseal.validation.enrolment;

import java.time.Instant;
import org.vouchseal.model.AssuranceTier;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.OwnerId;
import org.vouchseal.model.Reference;
import org.vouchseal.model.TenantId;

/**
 * What never changes about an enrolment.
 *
 * @param id its name, and the reference of its order
 * @param tenant the customer
 * @param tier what shall be validated
 * @param mailbox the mailbox that shall be certified
 * @param language BCP 47 tag the applicant chose
 * @param tokenDigest digest of the token that opens it
 * @param owner who will own what is issued
 * @param openedAt when it began
 */
public record Dossier(
    Reference id,
    TenantId tenant,
    AssuranceTier tier,
    Mailbox mailbox,
    String language,
    String tokenDigest,
    OwnerId owner,
    Instant openedAt) {}
