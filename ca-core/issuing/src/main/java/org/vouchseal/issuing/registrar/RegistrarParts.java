package org.vouchseal.issuing.registrar;

import java.time.Clock;
import org.vouchseal.issuing.centralkey.CentralKeySecrets;
import org.vouchseal.issuing.issuance.Certificates;
import org.vouchseal.issuing.revocation.RevokeCertificate;
import org.vouchseal.model.audit.AuditTrail;
import org.vouchseal.model.runtime.Transactions;

/** What the registrar works with. */
public record RegistrarParts(
    Transactions transactions,
    RegistrationAuthorities authorities,
    OrderStore orders,
    OrderUseStore uses,
    OwnerStore owners,
    ObjectionStore objections,
    DirectoryChoiceStore directoryChoices,
    StatementReading reading,
    OwnerProofs proofs,
    OrderSecrets secrets,
    CentralKeySecrets keyServiceSecrets,
    Certificates certificates,
    RevokeCertificate revocations,
    AuditTrail audit,
    Clock clock,
    RegistrarSettings settings) {}
