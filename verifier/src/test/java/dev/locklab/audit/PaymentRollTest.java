package dev.locklab.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locklab.account.Payment;
import dev.locklab.run.Ending;
import dev.locklab.run.Promise;
import dev.locklab.run.RunSpec;
import dev.locklab.run.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PaymentRollTest {

  private static final long LEASE = 1_000_000;

  private final List<Payment> payments = new ArrayList<>();
  private long next = 3;
  private Promise promise = Promise.WHILE_LEASE_HELD;

  @Test
  void everyOrderPaidOnceIsNothingToTell() {
    pay(0, "w1", 1L, 10, false);
    pay(1, "w2", 2L, 10, false);
    pay(2, "w1", 3L, 10, false);

    assertThat(roll().findings()).isEmpty();
    assertThat(roll().payments()).isEqualTo(new Findings.Payments(3, 0, 0, 0, 0));
  }

  @Test
  void anOrderPaidTwiceNamesBothWhoPaid() {
    pay(0, "w1", null, 10, false);
    pay(1, "w2", null, 10, false);
    pay(1, "w1", null, 10, false);
    pay(2, "w1", null, 10, false);

    assertThat(roll().findings())
        .containsExactly(
            new Finding(
                Verdict.PAID_TWICE,
                "1 order was paid more than once; order 1 by w2#0 and by w1#0"));
    assertThat(roll().isExcused()).isFalse();
  }

  @Test
  void whatIsPaidAgainAfterSomebodyOutlivedHisLeaseIsExcused() {
    pay(0, "w2", 2L, 10, false);
    pay(1, "w2", 3L, 10, false);
    pay(0, "w1", 1L, LEASE, false);
    // The balance was put back, and what is found there has been paid already.
    pay(1, "w2", 4L, 10, false);
    pay(2, "w2", 5L, 10, false);

    assertThat(roll().isExcused()).isTrue();
    assertThat(roll().payments()).isEqualTo(new Findings.Payments(5, 2, 0, 1, 0));
  }

  @Test
  void whatIsPaidAgainWithATokenThatTheRailHasSeenAGreaterOfIsExcusedWhereTheStoreIsFenced() {
    pay(0, "w2", 2L, 10, false);
    pay(0, "w1", 1L, 10, false);
    pay(1, "w2", 3L, 10, false);
    pay(2, "w2", 4L, 10, false);

    assertThat(roll().payments()).isEqualTo(new Findings.Payments(4, 1, 0, 1, 0));
    assertThat(roll().isExcused()).isFalse();
    promise = Promise.FENCED;
    assertThat(roll().isExcused()).isTrue();
  }

  @Test
  void aPaymentAgainBeforeThatIsNot() {
    pay(0, "w1", 1L, 10, false);
    pay(0, "w2", 2L, 10, false);
    pay(1, "w2", 3L, LEASE, false);
    pay(2, "w2", 3L, 10, false);

    assertThat(roll().isExcused()).isFalse();
  }

  @Test
  void whatTheRailRefusedWasNotPaid() {
    pay(0, "w1", 2L, 10, false);
    pay(1, "w2", 1L, 10, true);
    pay(2, "w1", 3L, 10, false);

    assertThat(roll().payments()).isEqualTo(new Findings.Payments(2, 0, 1, 0, 1));
    assertThat(roll().findings())
        .containsExactly(
            new Finding(
                Verdict.NOT_PAID, "1 order counts as paid, and the rail has no payment of it"));
  }

  @Test
  void anOrderThatIsPaidAndNotCountedYetIsNoContradiction() {
    next = 0;
    pay(0, "w1", 1L, 10, false);

    assertThat(roll().findings()).isEmpty();
  }

  private void pay(long order, String worker, @Nullable Long token, long after, boolean refused) {
    payments.add(new Payment(order, worker, 0, payments.size(), token, 100L, 100 + after, refused));
  }

  private PaymentRoll roll() {
    RunSpec spec =
        Workload.builder()
            .rail(Workload.Rail.PLAIN)
            .lease(Duration.ofSeconds(1))
            .build()
            .started("r", "setnx", promise, null, List.of("w1", "w2"), List.of());
    Ending ending =
        new Ending(
            next, next, List.of(), false, null, null, List.of(), Map.of(), List.of(), List.of(),
            Map.of(), null);
    return new PaymentRoll(new Evidence(spec, ending, Journal.EMPTY, List.of(), payments));
  }
}
