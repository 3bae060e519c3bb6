package dev.locklab.lab;

import dev.locklab.audit.Findings;
import dev.locklab.audit.Judged;
import dev.locklab.audit.Verdict;
import java.nio.file.Path;

/**
 * A run that has been made and judged.
 *
 * @param judged its settings and the findings
 * @param folder where it is kept
 */
public record RunResult(Judged judged, Path folder) {

  public Findings findings() {
    return judged.findings();
  }

  public Verdict verdict() {
    return judged.findings().verdict();
  }
}
