package dev.locklab.lab;

import dev.locklab.control.Heartbeat;
import dev.locklab.control.Order;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The workers of one run, and which of them are still there. */
final class Team {

  private final ControlChannel channel;
  private final @Nullable CrewProcesses own;
  private final List<Order.Member> members;

  /**
   * @param own the lab's own workers; absent where others start them
   * @param members in the order in which deltas are dealt
   */
  Team(ControlChannel channel, @Nullable CrewProcesses own, List<Order.Member> members) {
    this.channel = channel;
    this.own = own;
    this.members = members;
  }

  List<Order.Member> members() {
    return members;
  }

  /** How those stand who are heard of, by their ids. */
  Map<String, ControlChannel.Member> present() {
    Map<String, ControlChannel.Member> present = new HashMap<>();
    for (ControlChannel.Member member : channel.members()) {
      present.put(member.id(), member);
    }
    present.keySet().retainAll(members.stream().map(Order.Member::id).toList());
    return present;
  }

  /** Versions of what workers had loaded, by library; several with commas between them. */
  static Map<String, String> libraries(Collection<Heartbeat> reports) {
    Map<String, SortedSet<String>> versions = new TreeMap<>();
    for (Heartbeat report : reports) {
      report
          .libraries()
          .forEach(
              (library, is) -> versions.computeIfAbsent(library, l -> new TreeSet<>()).add(is));
    }
    Map<String, String> told = new TreeMap<>();
    versions.forEach((library, all) -> told.put(library, String.join(", ", all)));
    return told;
  }

  /** Whether it is a process of the lab's that has ended: that is known before it goes unheard. */
  boolean hasEnded(Order.Member member) {
    return own != null && own.hasEnded(member.name());
  }

  /** What it said last before it ended; empty if that is not known. */
  String lastWords(Order.Member member) {
    return own == null ? "" : own.lastWords(member.name());
  }
}
