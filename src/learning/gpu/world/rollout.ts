/** `Rollouts` (environment/rollout.ts) in WGSL: how orders become serving replicas on the lane of this thread. */

export const ROLLOUT = /* wgsl */ `
fn drain(n: u32, variant: f32, batch: f32, count: f32) -> f32 {
  let z = u32(variant);
  return count * table_cores(variant_of(n, z)) * table_seconds(option_of(n, z, u32(batch)));
}

fn retire_old(at: u32, n: u32, count: f32) -> f32 {
  if (count == 0.0) { return 0.0; }
  let drained = drain(n, peek(at + OLD_VARIANT), peek(at + OLD_BATCH), count);
  let left = peek(at + OLD_READY) - count;
  put(at + OLD_READY, left);
  if (left == 0.0) { put(at + OLD_VARIANT, -1.0); }
  return drained;
}

// What follows from the replica groups: capacity, its weighted means and the cores held.
fn refresh(at: u32, n: u32) {
  let variant = u32(peek(at + VARIANT));
  let batch = u32(peek(at + BATCH));
  let option = option_of(n, variant, batch);
  let ready = peek(at + READY);
  let old = peek(at + OLD_READY);
  var capacity = ready * table_rate(option);
  var accuracy = table_accuracy(variant_of(n, variant));
  var service = table_seconds(option);
  var fill = f32((1u << batch) - 1u) / 2.0;
  var held = (ready + peek(at + STARTING)) * f32(table_units(variant_of(n, variant)));
  if (old > 0.0) {
    let old_variant = u32(peek(at + OLD_VARIANT));
    let old_batch = u32(peek(at + OLD_BATCH));
    let old_option = option_of(n, old_variant, old_batch);
    let old_capacity = old * table_rate(old_option);
    let share_of_old = old_capacity / (capacity + old_capacity);
    capacity += old_capacity;
    accuracy += share_of_old * (table_accuracy(variant_of(n, old_variant)) - accuracy);
    service += share_of_old * (table_seconds(old_option) - service);
    fill += share_of_old * (f32((1u << old_batch) - 1u) / 2.0 - fill);
    held += old * f32(table_units(variant_of(n, old_variant)));
  }
  put(at + CAPACITY, capacity);
  put(at + ACCURACY, select(0.0, accuracy, capacity > 0.0));
  put(at + SERVICE, select(0.0, service, capacity > 0.0));
  put(at + FILL, fill);
  put(at + HELD, held);
}

fn settle(at: u32, n: u32, variant: u32, replicas: u32, batch: u32) {
  for (var i = at; i < at + STAGE_STRIDE; i++) { put(i, 0.0); }
  put(at + VARIANT, f32(variant));
  put(at + BATCH, f32(batch));
  put(at + READY, f32(replicas));
  put(at + OLD_VARIANT, -1.0);
  refresh(at, n);
  put(at + LATENCY, peek(at + SERVICE));
}

// The ordered variant changes: what serves now becomes the replaced group, what was starting is cancelled.
fn replace_variant(at: u32, n: u32, variant: f32, batch: f32) -> f32 {
  var drained = 0.0;
  let ready = peek(at + READY);
  let old = peek(at + OLD_READY);
  let new_variant = peek(at + VARIANT);
  let new_batch = peek(at + BATCH);
  let old_variant = max(0.0, peek(at + OLD_VARIANT));
  let old_batch = peek(at + OLD_BATCH);
  if (old > 0.0 && variant == old_variant) {
    // Turned back before the rollout ended: the replaced replicas are the ordered ones again.
    put(at + READY, old);
    put(at + BATCH, old_batch);
    put(at + OLD_READY, ready);
    put(at + OLD_VARIANT, select(-1.0, new_variant, ready > 0.0));
    put(at + OLD_BATCH, new_batch);
  } else {
    // Only one replaced group is kept while the next variant starts: the one that serves more.
    let new_rank = table_rank(option_of(n, u32(new_variant), u32(new_batch)), u32(ready));
    let old_rank = table_rank(option_of(n, u32(old_variant), u32(old_batch)), u32(old));
    let leaves = new_rank > old_rank;
    drained = drain(
      n,
      select(new_variant, old_variant, leaves),
      select(new_batch, old_batch, leaves),
      select(ready, old, leaves),
    );
    if (leaves) {
      put(at + OLD_READY, ready);
      put(at + OLD_VARIANT, new_variant);
      put(at + OLD_BATCH, new_batch);
    }
    put(at + READY, 0.0);
    put(at + BATCH, batch);
  }
  put(at + VARIANT, variant);
  put(at + STARTING, 0.0);
  return drained;
}

// Starts or removes replicas of the ordered variant; the latest started go first.
fn resize(at: u32, n: u32, t: u32, replicas: f32) -> f32 {
  let first = at + FIELDS;
  let variant = peek(at + VARIANT);
  var ready = peek(at + READY);
  var starting = peek(at + STARTING);
  let startup = table_startup(variant_of(n, u32(variant)));
  if (startup <= 0.0 && ready + starting < replicas) { ready = replicas - starting; }
  while (ready + starting < replicas) {
    put(first + u32(starting), f32(t) + startup);
    starting += 1.0;
  }
  starting = max(0.0, min(starting, replicas - ready));
  let leaving = max(0.0, ready - replicas);
  put(at + READY, ready - leaving);
  put(at + STARTING, starting);
  return drain(n, variant, peek(at + BATCH), leaving);
}

// Orders for stage n at second t; core-seconds of draining. 'refresh' has to follow.
fn order(at: u32, n: u32, t: u32, ordered: Order) -> f32 {
  let variant = f32(ordered.variant);
  let replicas = f32(ordered.more + 1u);
  let batch = f32(ordered.batch);
  let same = variant == peek(at + VARIANT);
  if (same && batch == peek(at + BATCH) && replicas == peek(at + READY) + peek(at + STARTING)) { return 0.0; }
  var drained = 0.0;
  if (!same) { drained += replace_variant(at, n, variant, batch); }
  if (batch != peek(at + BATCH)) {
    put(at + BATCH, batch);
    if (MAY_RESTART) { put(at + RESTART, f32(t) + BATCH_RESTART); }
  }
  drained += resize(at, n, t, replicas);
  if (peek(at + STARTING) == 0.0 || (RECREATES && !same)) { drained += retire_old(at, n, peek(at + OLD_READY)); }
  return drained;
}

// Ready times that have come: starting replicas serve; when none is left to start, replaced ones leave.
fn advance(at: u32, n: u32, t: u32) -> f32 {
  let first = at + FIELDS;
  let starting = u32(peek(at + STARTING));
  var came = 0u;
  while (came < starting && peek(first + came) <= f32(t)) { came++; }
  if (came == 0u) { return 0.0; }
  let left = starting - came;
  for (var i = first; i < first + left; i++) { put(i, peek(i + came)); }
  put(at + STARTING, f32(left));
  put(at + READY, peek(at + READY) + f32(came));
  var drained = 0.0;
  if (left == 0u) { drained = retire_old(at, n, peek(at + OLD_READY)); }
  refresh(at, n);
  return drained;
}

// What follows from the orders. Replaced replicas give way, one at a time from the stage that has most of them, until W_max
// holds; core-seconds of draining.
fn make_room() -> f32 {
  var drained = 0.0;
  loop {
    var held = 0.0;
    var most = STAGES;
    var most_old = 0.0;
    for (var n = 0u; n < STAGES; n++) {
      let at = n * STAGE_STRIDE;
      refresh(at, n);
      held += peek(at + HELD);
      let old = peek(at + OLD_READY);
      if (old > 0.0 && old >= most_old) {
        most = n;
        most_old = old;
      }
    }
    if (held <= f32(UNITS_MAX) || most == STAGES) { break; }
    drained += retire_old(most * STAGE_STRIDE, most, 1.0);
  }
  return drained;
}
`;
