package dev.locklab.run;

import java.math.BigInteger;

/** A sum of 64-bit amounts that never overflows and is fast as long as it fits. Not thread safe. */
public final class ExactSum {

  private BigInteger carried = BigInteger.ZERO;
  private long low;

  public void add(long amount) {
    long sum = low + amount;
    if (((low ^ sum) & (amount ^ sum)) < 0) {
      carried = carried.add(BigInteger.valueOf(low));
      low = amount;
    } else {
      low = sum;
    }
  }

  public BigInteger value() {
    return carried.add(BigInteger.valueOf(low));
  }
}
