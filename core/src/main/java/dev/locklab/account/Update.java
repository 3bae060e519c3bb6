package dev.locklab.account;

/**
 * One delta that one worker thread wants applied to the balance.
 *
 * @param worker the worker's name, unique within the run
 * @param thread index of the thread within its worker, from 0
 * @param seq sequence number within the thread, from 0
 * @param delta the amount, in the smallest unit of the currency; never 0
 */
public record Update(String worker, int thread, long seq, long delta) {}
