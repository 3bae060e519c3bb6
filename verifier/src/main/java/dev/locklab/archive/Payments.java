package dev.locklab.archive;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.locklab.account.AccountKeys;
import dev.locklab.account.Payment;
import dev.locklab.account.PaymentRail;
import dev.locklab.exit.UsageException;
import dev.locklab.redis.Errors;
import dev.locklab.redis.Link;
import dev.locklab.redis.RedisAddress;
import dev.locklab.redis.Replies;
import dev.locklab.run.Json;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The payments of a run: at the rail, and in the run's folder, one JSON object a line. */
public final class Payments {

  private static final int PAGE = 1_000;

  private Payments() {}

  /**
   * All that the rail has of a run, in its order.
   *
   * @throws dev.locklab.redis.StoreException if it does not answer
   * @throws IllegalArgumentException if there is something else among them
   */
  public static List<Payment> at(RedisAddress rail, String run) {
    List<Payment> payments = new ArrayList<>();
    String key = PaymentRail.key(new AccountKeys(run));
    String from = "-";
    try (Link link = rail.link("locklab-verifier")) {
      while (true) {
        List<?> page = JournalStream.page(link, key, from, PAGE);
        for (Object entry : page) {
          List<?> both = (List<?>) entry;
          from = "(" + Replies.text(both.get(0));
          payments.add(PaymentRail.parse((List<?>) both.get(1)));
        }
        if (page.isEmpty()) {
          return payments;
        }
      }
    }
  }

  static void write(Path file, List<Payment> payments) throws IOException {
    try (Writer out = Files.newBufferedWriter(file)) {
      for (Payment payment : payments) {
        out.write(Json.MAPPER.writeValueAsString(payment));
        out.write('\n');
      }
    }
  }

  /**
   * Reads them back.
   *
   * @throws UsageException naming the line that is none
   */
  static List<Payment> read(Path file) {
    EvidenceFile.requireRegular(file);
    List<Payment> payments = new ArrayList<>();
    try (CappedLines lines =
        new CappedLines(
            new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
      for (String line = lines.next(); line != null; line = lines.next()) {
        payments.add(parsed(line, file + ", line " + (payments.size() + 1)));
      }
    } catch (IOException e) {
      throw new UsageException(file + " cannot be read: " + Errors.rootMessage(e));
    }
    return payments;
  }

  private static Payment parsed(String line, String where) {
    try {
      Payment payment = Json.MAPPER.readValue(line, Payment.class);
      if (payment == null || payment.worker() == null) {
        throw new UsageException(where + ": not a payment of the lab's");
      }
      return payment;
    } catch (JsonProcessingException e) {
      throw new UsageException(where + ": " + JsonProblem.reason(e));
    }
  }
}
