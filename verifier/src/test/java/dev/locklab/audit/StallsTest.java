package dev.locklab.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StallsTest {

  @Test
  void whoEndedByItselfDoesNotCountAsWaiting() {
    Findings findings =
        History.opening(0)
            .write("w1", 0, +1)
            .ended("w1", "defect of the strategy in release: NoSuchMethodError: Jedis.eval")
            .gaveUp("w2", "waiting for the lock")
            .stalled()
            .findings();

    assertThat(findings.verdict()).isEqualTo(Verdict.STALLED);
    assertThat(findings.findings().get(0).sentence())
        .isEqualTo(
            "nobody got anywhere any more; when the run was ended, still waiting for the lock:"
                + " w2#0; w1#0 had ended before: defect of the strategy in release:"
                + " NoSuchMethodError: Jedis.eval; the last to write was w1#0/0, version 1");
  }
}
