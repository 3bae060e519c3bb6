package dev.locklab.account;

/**
 * What a reader saw of the account.
 *
 * @param balance the balance; an account never written to reads 0
 * @param version the version that balance belongs to, or -1 where the journal is off and nobody
 *     counts
 * @param at when the reply arrived, worker's clock, epoch microseconds
 */
public record Reading(long balance, long version, long at) {}
