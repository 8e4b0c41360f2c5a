/** Reputation: chains of records, standings, leaderboards, counts and plans. */
package io.zkpersona.storage.reputation;
