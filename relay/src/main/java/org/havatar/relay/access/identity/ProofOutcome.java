package org.havatar.relay.access.identity;

import java.util.List;
import java.util.Optional;

/** What became of a wish to change what proves an account. */
public sealed interface ProofOutcome {
  /**
   * Done.
   *
   * @param recoveryCodes shown once; empty when there are no new ones
   * @param next what follows for who had this step of the login left
   */
  record Done(List<String> recoveryCodes, Optional<LoginOutcome> next) implements ProofOutcome {
    static final Done PLAINLY = new Done(List.of(), Optional.empty());

    /** Without the codes: records end up in logs. */
    @Override
    public String toString() {
      return "Done";
    }
  }

  /** The password that proves who asks is wrong. */
  record WrongPassword() implements ProofOutcome {}

  /**
   * The code is wrong, or was used before.
   *
   * @param tellingAt how many of a day it made when the owner was told of that; else 0
   */
  record WrongCode(int tellingAt) implements ProofOutcome {
    /** One of which nobody is told. */
    WrongCode() {
      this(0);
    }
  }

  /** See {@link LoginOutcome.CodesBlocked}. */
  record CodesBlocked(long untilMs) implements ProofOutcome {}

  /** The password is right; a code is needed too. */
  record CodeRequired() implements ProofOutcome {}

  /** The passkey was not accepted, or the challenge is over. */
  record PasskeyRefused() implements ProofOutcome {}

  /** The new password can't be taken; a sentence says why. */
  record Unfit(String sentence) implements ProofOutcome {}

  /** There is no such second factor, or it was not asked for. */
  record NotEnrolled() implements ProofOutcome {}

  /** There is one already: remove it first. */
  record AlreadyEnrolled() implements ProofOutcome {}

  /** The account or the login is gone. */
  record Gone() implements ProofOutcome {}

  /** Too many attempts; nothing was looked at. */
  record Wait(long retryAfterMs) implements ProofOutcome {}

  record Busy() implements ProofOutcome {}
}
