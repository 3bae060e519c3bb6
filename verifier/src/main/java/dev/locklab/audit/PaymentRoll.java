package dev.locklab.audit;

import dev.locklab.account.Payment;
import dev.locklab.run.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Holds what the rail has against the balance: every order below it is to be paid, and once. What
 * the rail says is not in the journal, so it also shows where the store itself shows nothing.
 */
final class PaymentRoll {

  private final Evidence evidence;
  private final Map<Long, List<Payment>> byOrder = new HashMap<>();
  private final List<Payment> again = new ArrayList<>();
  private @Nullable Payment first;
  private long made;
  private long stale;
  private long refused;
  private long excused;

  PaymentRoll(Evidence evidence) {
    this.evidence = evidence;
    long greatest = Long.MIN_VALUE;
    boolean outlived = false;
    boolean fenced = evidence.spec().promise() == Promise.FENCED;
    for (Payment payment : evidence.payments()) {
      Long token = payment.token();
      boolean old = token != null && token < greatest;
      greatest = token == null ? greatest : Math.max(greatest, token);
      if (payment.refused()) {
        refused++;
        continue;
      }
      made++;
      outlived |= isLate(payment);
      stale += old ? 1 : 0;
      List<Payment> same = byOrder.computeIfAbsent(payment.order(), order -> new ArrayList<>(1));
      same.add(payment);
      if (same.size() > 1) {
        first = again.isEmpty() ? same.get(0) : first;
        again.add(payment);
        excused += outlived || (fenced && old) ? 1 : 0;
      }
    }
  }

  private boolean isLate(Payment payment) {
    Long acquiredAt = payment.acquiredAt();
    return acquiredAt != null && payment.paidAt() - acquiredAt >= Leases.sure(evidence.spec());
  }

  /**
   * Whether nothing was paid again before somebody had paid who had outlived his lease: his write
   * puts the balance back, and what the next ones find there has been paid already. Where the store
   * refuses stale holders, whoever pays with a token smaller than one that the rail has seen is
   * one, be it before the end of its lease: a fenced rail would have refused it.
   */
  boolean isExcused() {
    return excused == again.size();
  }

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    Payment victim = first;
    if (victim != null) {
      findings.add(
          new Finding(
              Verdict.PAID_TWICE,
              "%s %s paid more than once; order %s by %s and by %s"
                  .formatted(
                      Amounts.count(twice(), "order"),
                      twice() == 1 ? "was" : "were",
                      Amounts.plain(victim.order()),
                      words(victim),
                      words(again.get(0)))));
    }
    long unpaid = unpaid();
    if (unpaid > 0) {
      findings.add(
          new Finding(
              Verdict.NOT_PAID,
              "%s %s as paid, and the rail has no payment of %s"
                  .formatted(
                      Amounts.count(unpaid, "order"),
                      unpaid == 1 ? "counts" : "count",
                      unpaid == 1 ? "it" : "them")));
    }
    return findings;
  }

  private long twice() {
    return byOrder.values().stream().filter(same -> same.size() > 1).count();
  }

  private long unpaid() {
    Long next = evidence.ending().balance();
    long opening = evidence.spec().workload().opening();
    if (evidence.spec().workload().rail() == null || next == null || next <= opening) {
      return 0;
    }
    long paid = byOrder.keySet().stream().filter(order -> order >= opening && order < next).count();
    return next - opening - paid;
  }

  private static String words(Payment payment) {
    return payment.worker()
        + "#"
        + payment.thread()
        + (payment.token() == null ? "" : " (token " + payment.token() + ")");
  }

  /** What became of the payments; null where there is no rail. */
  Findings.@Nullable Payments payments() {
    return evidence.spec().workload().rail() == null
        ? null
        : new Findings.Payments(made, twice(), unpaid(), stale, refused);
  }
}
