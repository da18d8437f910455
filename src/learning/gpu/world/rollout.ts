/** `Rollouts` (environment/rollout.ts) in WGSL: how orders become serving replicas on the lane of this thread. */

export const ROLLOUT = /* wgsl */ `
fn drain(n: u32, variant: f32, batch: f32, count: f32) -> f32 {
  let z = u32(variant);
  return count * table_cores(variant_of(n, z)) * table_seconds(option_of(n, z, u32(batch)));
}

fn retire_old(at: u32, n: u32, count: f32) -> f32 {
  if (count == 0.0) { return 0.0; }
  let drained = drain(n, get(at + OLD_VARIANT), get(at + OLD_BATCH), count);
  let left = get(at + OLD_READY) - count;
  set(at + OLD_READY, left);
  if (left == 0.0) { set(at + OLD_VARIANT, -1.0); }
  return drained;
}

// What follows from the replica groups: capacity, its weighted means and the cores held.
fn refresh(at: u32, n: u32) {
  let variant = u32(get(at + VARIANT));
  let batch = u32(get(at + BATCH));
  let option = option_of(n, variant, batch);
  let ready = get(at + READY);
  let old = get(at + OLD_READY);
  var capacity = ready * table_rate(option);
  var accuracy = table_accuracy(variant_of(n, variant));
  var service = table_seconds(option);
  var fill = f32((1u << batch) - 1u) / 2.0;
  var held = (ready + get(at + STARTING)) * f32(table_units(variant_of(n, variant)));
  if (old > 0.0) {
    let old_variant = u32(get(at + OLD_VARIANT));
    let old_batch = u32(get(at + OLD_BATCH));
    let old_option = option_of(n, old_variant, old_batch);
    let old_capacity = old * table_rate(old_option);
    let share_of_old = old_capacity / (capacity + old_capacity);
    capacity += old_capacity;
    accuracy += share_of_old * (table_accuracy(variant_of(n, old_variant)) - accuracy);
    service += share_of_old * (table_seconds(old_option) - service);
    fill += share_of_old * (f32((1u << old_batch) - 1u) / 2.0 - fill);
    held += old * f32(table_units(variant_of(n, old_variant)));
  }
  set(at + CAPACITY, capacity);
  set(at + ACCURACY, select(0.0, accuracy, capacity > 0.0));
  set(at + SERVICE, select(0.0, service, capacity > 0.0));
  set(at + FILL, fill);
  set(at + HELD, held);
}

fn settle(at: u32, n: u32, variant: u32, replicas: u32, batch: u32) {
  for (var i = at; i < at + STAGE_STRIDE; i++) { set(i, 0.0); }
  set(at + VARIANT, f32(variant));
  set(at + BATCH, f32(batch));
  set(at + READY, f32(replicas));
  set(at + OLD_VARIANT, -1.0);
  refresh(at, n);
  set(at + LATENCY, get(at + SERVICE));
}

// The ordered variant changes: what serves now becomes the replaced group, what was starting is cancelled.
fn replace_variant(at: u32, n: u32, variant: f32, batch: f32) -> f32 {
  var drained = 0.0;
  let ready = get(at + READY);
  let old = get(at + OLD_READY);
  let new_variant = get(at + VARIANT);
  let new_batch = get(at + BATCH);
  if (old > 0.0 && variant == get(at + OLD_VARIANT)) {
    // Turned back before the rollout ended: the replaced replicas are the ordered ones again.
    set(at + READY, old);
    set(at + BATCH, get(at + OLD_BATCH));
    set(at + OLD_READY, ready);
    set(at + OLD_VARIANT, select(-1.0, new_variant, ready > 0.0));
    set(at + OLD_BATCH, new_batch);
  } else {
    let new_rank = table_rank(option_of(n, u32(new_variant), u32(new_batch)), u32(ready));
    var old_rank = 0u;
    if (old > 0.0) {
      old_rank = table_rank(option_of(n, u32(get(at + OLD_VARIANT)), u32(get(at + OLD_BATCH))), u32(old));
    }
    if (new_rank > old_rank) {
      // Only one replaced group is kept while the next variant starts: the one that serves more.
      drained += retire_old(at, n, old);
      set(at + OLD_READY, ready);
      set(at + OLD_VARIANT, new_variant);
      set(at + OLD_BATCH, new_batch);
    } else {
      drained += drain(n, new_variant, new_batch, ready);
    }
    set(at + READY, 0.0);
    set(at + BATCH, batch);
  }
  set(at + VARIANT, variant);
  set(at + STARTING, 0.0);
  if (RECREATES) { drained += retire_old(at, n, get(at + OLD_READY)); }
  return drained;
}

// Starts or removes replicas of the ordered variant; the latest started go first.
fn resize(at: u32, n: u32, t: u32, replicas: f32) -> f32 {
  let first = at + FIELDS;
  let variant = get(at + VARIANT);
  var ready = get(at + READY);
  var starting = get(at + STARTING);
  let startup = table_startup(variant_of(n, u32(variant)));
  if (startup <= 0.0 && ready + starting < replicas) { ready = replicas - starting; }
  while (ready + starting < replicas) {
    set(first + u32(starting), f32(t) + startup);
    starting += 1.0;
  }
  starting = max(0.0, min(starting, replicas - ready));
  let leaving = max(0.0, ready - replicas);
  set(at + READY, ready - leaving);
  set(at + STARTING, starting);
  return drain(n, variant, get(at + BATCH), leaving);
}

// Orders for stage n at second t; core-seconds of draining.
fn order(at: u32, n: u32, t: u32, ordered: Order) -> f32 {
  let variant = f32(ordered.variant);
  let replicas = f32(ordered.more + 1u);
  let batch = f32(ordered.batch);
  let same = variant == get(at + VARIANT);
  if (same && batch == get(at + BATCH) && replicas == get(at + READY) + get(at + STARTING)) { return 0.0; }
  var drained = 0.0;
  if (!same) { drained += replace_variant(at, n, variant, batch); }
  if (batch != get(at + BATCH)) {
    set(at + BATCH, batch);
    if (MAY_RESTART) { set(at + RESTART, f32(t) + BATCH_RESTART); }
  }
  drained += resize(at, n, t, replicas);
  if (get(at + STARTING) == 0.0) { drained += retire_old(at, n, get(at + OLD_READY)); }
  refresh(at, n);
  return drained;
}

// Ready times that have come: starting replicas serve; when none is left to start, replaced ones leave.
fn advance(at: u32, n: u32, t: u32) -> f32 {
  let first = at + FIELDS;
  let starting = u32(get(at + STARTING));
  var came = 0u;
  while (came < starting && get(first + came) <= f32(t)) { came++; }
  if (came == 0u) { return 0.0; }
  let left = starting - came;
  for (var i = first; i < first + left; i++) { set(i, get(i + came)); }
  set(at + STARTING, f32(left));
  set(at + READY, get(at + READY) + f32(came));
  var drained = 0.0;
  if (left == 0u) { drained = retire_old(at, n, get(at + OLD_READY)); }
  refresh(at, n);
  return drained;
}

// Replaced replicas give way, one at a time from the stage that has most of them, until W_max holds.
fn make_room() -> f32 {
  var drained = 0.0;
  loop {
    var held = 0.0;
    var most = STAGES;
    var most_old = 0.0;
    for (var n = 0u; n < STAGES; n++) {
      let at = n * STAGE_STRIDE;
      held += get(at + HELD);
      let old = get(at + OLD_READY);
      if (old > 0.0 && old >= most_old) {
        most = n;
        most_old = old;
      }
    }
    if (held <= f32(UNITS_MAX) || most == STAGES) { break; }
    drained += retire_old(most * STAGE_STRIDE, most, 1.0);
    refresh(most * STAGE_STRIDE, most);
  }
  return drained;
}
`;
