package dev.locklab.lab;

import dev.locklab.audit.Findings;
import dev.locklab.audit.Judged;
import dev.locklab.audit.Verdict;
import dev.locklab.exit.UnavailableException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A run that has been made and judged.
 *
 * @param judged its settings and the findings
 * @param folder where it is kept
 * @param unkept why it could not be kept there; null if it was
 */
public record RunResult(Judged judged, Path folder, @Nullable String unkept) {

  public Findings findings() {
    return judged.findings();
  }

  public Verdict verdict() {
    return judged.findings().verdict();
  }

  /**
   * For whoever has told the verdict and goes on with the folder.
   *
   * @throws UnavailableException saying why the run is not in its folder, if it is not
   */
  public void requireKept() {
    if (unkept != null) {
      throw new UnavailableException(unkept);
    }
  }
}
