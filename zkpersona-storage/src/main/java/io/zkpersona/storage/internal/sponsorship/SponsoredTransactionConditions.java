package io.zkpersona.storage.internal.sponsorship;

import static io.zkpersona.storage.internal.tables.tables.SponsoredTransactions.SPONSORED_TRANSACTIONS;

import io.zkpersona.domain.sponsorship.SponsoredTransactionFilter;
import io.zkpersona.storage.internal.query.FilterConditions;

/** Translates a {@link SponsoredTransactionFilter} into conditions. */
final class SponsoredTransactionConditions {

  static final FilterConditions<SponsoredTransactionFilter> FILTER =
      FilterConditions.of(
          SponsoredTransactionFilter.none(),
          conditions ->
              conditions
                  .equal(SPONSORED_TRANSACTIONS.SPONSOR_ID, SponsoredTransactionFilter::sponsorId)
                  .equal(SPONSORED_TRANSACTIONS.USER_ID, SponsoredTransactionFilter::userId)
                  .equal(SPONSORED_TRANSACTIONS.STATUS, SponsoredTransactionFilter::status)
                  .equal(SPONSORED_TRANSACTIONS.BUDGET_DATE, SponsoredTransactionFilter::budgetDate)
                  .atLeast(SPONSORED_TRANSACTIONS.CTIME, SponsoredTransactionFilter::createdFrom)
                  .below(SPONSORED_TRANSACTIONS.CTIME, SponsoredTransactionFilter::createdUntil));

  private SponsoredTransactionConditions() {}
}
