package dev.locklab.exit;

/** Exit codes of both programs; 64 to 70 as in BSD's sysexits. */
public final class Exit {

  public static final int OK = 0;
  public static final int VIOLATION = 1;
  public static final int UNDECIDED = 2;
  public static final int USAGE = 64;
  public static final int UNAVAILABLE = 69;
  public static final int DEFECT = 70;
  public static final int INTERRUPTED = 130;

  private Exit() {}
}
