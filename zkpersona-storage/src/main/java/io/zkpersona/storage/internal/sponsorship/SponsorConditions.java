package io.zkpersona.storage.internal.sponsorship;

import static io.zkpersona.storage.internal.tables.tables.Sponsors.SPONSORS;

import io.zkpersona.domain.sponsorship.SponsorFilter;
import io.zkpersona.storage.internal.query.FilterConditions;

/** Translates a {@link SponsorFilter} into conditions. */
final class SponsorConditions {

  static final FilterConditions<SponsorFilter> FILTER =
      FilterConditions.of(
          SponsorFilter.none(),
          conditions ->
              conditions
                  .equal(SPONSORS.STATUS, SponsorFilter::status)
                  .equal(SPONSORS.BLOCKCHAIN_NETWORK, SponsorFilter::blockchainNetwork)
                  .atLeast(SPONSORS.CTIME, SponsorFilter::createdFrom)
                  .below(SPONSORS.CTIME, SponsorFilter::createdUntil));

  private SponsorConditions() {}
}
