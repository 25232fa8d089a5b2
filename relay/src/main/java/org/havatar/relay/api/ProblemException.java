package org.havatar.relay.api;

/** Carries a problem from where it is found to where it is answered. */
final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final transient Problem problem;

  ProblemException(Problem problem) {
    super(problem.detail(), null, false, false);
    this.problem = problem;
  }

  Problem problem() {
    return problem;
  }
}
