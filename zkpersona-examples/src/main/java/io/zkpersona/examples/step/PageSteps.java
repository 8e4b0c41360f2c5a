package io.zkpersona.examples.step;

import io.zkpersona.domain.behavior.BehaviorInput;
import io.zkpersona.domain.behavior.BehaviorInputFilter;
import io.zkpersona.domain.behavior.InputType;
import io.zkpersona.domain.id.BehaviorInputId;
import io.zkpersona.domain.page.Page;
import io.zkpersona.domain.page.PaginationParams;
import io.zkpersona.domain.page.Slice;
import io.zkpersona.domain.page.SliceParams;
import io.zkpersona.examples.console.Output;
import java.util.List;

/** Steps 5, 6 and 8: read inputs in pages and slices, and process a batch of them. */
public final class PageSteps {

  private static final int PAGE = 20;
  private static final int SLICE = 1_000;
  private static final int A_FEW = 3;

  private final Walk walk;
  private final Output out;

  /** Creates the steps. */
  public PageSteps(Walk walk) {
    this.walk = walk;
    this.out = walk.out();
  }

  /** Runs step 5. */
  public void page() {
    out.step(5, "Pages", "by offset for browsing, by cursor for reading everything");
    PaginationParams first =
        PaginationParams.builder().sortBy("timestamp").limit(PAGE).build().withTotal();
    Page<BehaviorInput> page = walk.inputs().findPage(walk.ours().build(), first);
    describe(page);
    if (page.hasNext()) {
      describe(walk.inputs().findPage(walk.ours().build(), first.next()));
    }
    out.gap();
    readAll(page.total().orElse(0));
  }

  private void describe(Page<BehaviorInput> page) {
    out.line(
        "By offset: page %,d of %,d has %,d of %,d inputs; one before: %s, one after: %s.",
        page.pageNumber(),
        page.totalPages().orElse(0),
        page.items().size(),
        page.total().orElse(0),
        page.hasPrevious() ? "yes" : "no",
        page.hasNext() ? "yes" : "no");
  }

  /**
   * Reads all slices. Each slice costs the same at any depth, because the cursor holds its
   * position.
   */
  private void readAll(long total) {
    int limit = total > SLICE ? SLICE : PAGE;
    SliceParams params = SliceParams.builder().sortBy("timestamp").limit(limit).build();
    Slice<BehaviorInput> slice = walk.inputs().findSlice(walk.ours().build(), params);
    long read = slice.items().size();
    int slices = 1;
    while (slice.hasNext()) {
      params = params.withCursor(slice.nextCursor().orElseThrow());
      slice = walk.inputs().findSlice(walk.ours().build(), params);
      read += slice.items().size();
      slices++;
    }
    out.line("By cursor: %,d inputs were read in %,d slices of up to %,d.", read, slices, limit);
  }

  /** Runs step 6. */
  public void process() {
    out.step(6, "Mark as processed", "the oldest first, as a scoring job would");
    BehaviorInputFilter waiting = walk.ours().processed(false).build();
    List<BehaviorInputId> ids =
        walk.inputs().findPage(waiting, Walk.oldestFirst(PAGE)).items().stream()
            .map(BehaviorInput::id)
            .toList();
    out.line(
        "%,d inputs wait; the oldest %,d are taken.", walk.inputs().count(waiting), ids.size());
    if (!ids.isEmpty()) {
      boolean first = walk.inputs().markAsProcessed(ids.get(0));
      boolean again = walk.inputs().markAsProcessed(ids.get(0));
      out.line("Marking one: %s. Marking it again: %s.", changed(first), changed(again));
      out.line(
          "Marking all %,d in one call: %,d changed.",
          ids.size(), walk.inputs().markAsProcessed(ids));
    }
    out.line("%,d inputs still wait.", walk.inputs().count(waiting));
  }

  private static String changed(boolean changed) {
    return changed ? "changed" : "nothing to change";
  }

  /** Runs step 8. */
  public void filterAndPage() {
    out.step(
        8,
        "Filter and page together",
        "the second page of the matches, then the next slice by cursor");
    InputType type = walk.commonestType();
    BehaviorInputFilter filter = walk.ours().inputType(type).processed(false).build();
    PaginationParams second = Walk.oldestFirst(A_FEW).next().withTotal();
    Page<BehaviorInput> page = walk.inputs().findPage(filter, second);
    out.line(
        "Page %,d of %,d: %,d inputs are of type %s and not processed yet, the oldest first.",
        page.pageNumber(), page.totalPages().orElse(0), page.total().orElse(0), type.value());
    walk.show(page.items());
    SliceParams params =
        SliceParams.builder()
            .limit(2 * A_FEW)
            .sortBy(second.sortBy())
            .order(second.order())
            .build();
    Slice<BehaviorInput> slice = walk.inputs().findSlice(filter, params);
    out.gap();
    out.line(
        "The first slice of %,d ends with the same inputs: %s.",
        params.limit(), endsWith(slice.items(), page.items()) ? "yes" : "no");
    slice
        .nextCursor()
        .ifPresent(
            cursor -> {
              out.line("The next slice, by its cursor:");
              walk.show(walk.inputs().findSlice(filter, params.withCursor(cursor)).items());
            });
  }

  private static boolean endsWith(List<BehaviorInput> all, List<BehaviorInput> end) {
    return all.subList(all.size() - Math.min(all.size(), end.size()), all.size()).equals(end);
  }
}
