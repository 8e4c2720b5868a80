package org.fascicle.backend.jit.window;

import java.util.ArrayList;
import java.util.List;

import org.fascicle.backend.jit.fused.FusedTask;
import org.fascicle.backend.jit.kernel.Frame;
import org.fascicle.backend.jit.kernel.KernelCache;
import org.fascicle.backend.jit.movement.FillTask;
import org.fascicle.backend.jit.recipe.Body;
import org.fascicle.backend.jit.recipe.Lane;
import org.fascicle.backend.jit.recipe.Op;
import org.fascicle.backend.jit.recipe.Recipe;
import org.fascicle.backend.jit.recipe.Value;
import org.fascicle.backend.jit.task.Room;
import org.fascicle.backend.jit.task.Task;

/**
 * Maxima, sums and their gradients where windows lie beside each other: generated kernels that read or write all cells of a
 * window at once, channel by channel. Used once.
 */
public final class Pooling {
    private static final int MOST_CELLS = 9;
    private static final int LEAST_CHANNELS = 4;

    private final PoolTask.Kind kind;
    private final Sliding window;
    private final KernelCache cache;
    private final int examples;
    private final Recipe recipe = new Recipe();
    private final Body body = recipe.body;
    private final List<Room> rooms = new ArrayList<>();
    private final List<int[]> strides = new ArrayList<>();

    public Pooling(PoolTask.Kind kind, Sliding window, KernelCache cache, int examples) {
        this.kind = kind;
        this.window = window;
        this.cache = cache;
        this.examples = examples;
    }

    /** Whether such kernels can be made. */
    public static boolean suits(Sliding window) {
        return window.isTiling() && window.windowHeight * window.windowWidth <= MOST_CELLS
                && window.channels >= LEAST_CHANNELS && window.places() > 0;
    }

    /** The tasks; rooms as for {@link PoolTask}. */
    public List<Task> tasks(Room image, Room places, Room gradient) {
        List<Task> tasks = new ArrayList<>();
        Room result = kind == PoolTask.Kind.SUM_GRADIENT ? image : gradient;
        boolean isGradient = kind == PoolTask.Kind.SUM_GRADIENT || kind == PoolTask.Kind.MAXIMUM_GRADIENT;
        if (isGradient && window.leavesOut()) {
            tasks.add(new FillTask(result, examples * window.imageSize(), 0f));
        }
        switch (kind) {
            case MAXIMUM_GRADIENT:
                toFirst(inputs(image), place(places), outputs(result));
                break;
            case SUM_GRADIENT:
                Value share = body.input(Lane.FLOAT, place(places));
                outputs(result).forEach(slot -> recipe.stores.add(new Recipe.Store(share, slot)));
                break;
            default:
                Value combined = combined(inputs(image));
                recipe.stores.add(new Recipe.Store(combined, place(places)));
                break;
        }
        tasks.add(task());
        return tasks;
    }

    private Value combined(List<Value> cells) {
        Value result = cells.get(0);
        for (Value cell : cells.subList(1, cells.size())) {
            result = body.real(kind == PoolTask.Kind.SUM ? Op.ADD : Op.MAX, result, cell);
        }
        return result;
    }

    /** The first of the greatest cells takes the gradient; the first NaN, if there is one. */
    private void toFirst(List<Value> cells, int place, List<Integer> results) {
        List<Value> exceeds = new ArrayList<>();
        Value best = cells.get(0);
        for (Value cell : cells.subList(1, cells.size())) {
            Value isFirstNan = body.truth(Op.AND, body.not(body.equal(cell, cell)), body.equal(best, best));
            exceeds.add(body.truth(Op.OR, body.greater(cell, best), isFirstNan));
            best = body.real(Op.MAX, best, cell);
        }
        Value gradient = body.input(Lane.FLOAT, place);
        Value zero = body.literal(0f);
        Value taken = null;
        for (int i = cells.size() - 1; i >= 0; i--) {
            Value takes = i == 0 ? null : exceeds.get(i - 1);
            Value free = taken == null ? null : body.not(taken);
            Value mine = takes == null ? free : free == null ? takes : body.truth(Op.AND, takes, free);
            recipe.stores.add(new Recipe.Store(mine == null ? gradient : body.select(mine, gradient, zero), results.get(i)));
            taken = takes == null || taken == null ? takes : body.truth(Op.OR, taken, takes);
        }
    }

    private List<Value> inputs(Room image) {
        List<Value> values = new ArrayList<>();
        outputs(image).forEach(slot -> values.add(body.input(Lane.FLOAT, slot)));
        return values;
    }

    /** A slot for each cell of a window. */
    private List<Integer> outputs(Room image) {
        List<Integer> slots = new ArrayList<>();
        for (int cell = 0; cell < window.windowHeight * window.windowWidth; cell++) {
            slots.add(slot(image.from(window.startOfCell(0, cell)),
                    new int[] {window.imageSize(), window.lineStep(), window.columnStep, 1}));
        }
        return slots;
    }

    private int place(Room places) {
        int line = window.columns * window.channels;
        return slot(places, new int[] {window.lines * line, line, window.channels, 1});
    }

    private int slot(Room room, int[] steps) {
        rooms.add(room);
        strides.add(steps);
        return recipe.slot(false, true);
    }

    private Task task() {
        Frame frame = new Frame(rooms.size(), 0);
        int[] begin = new int[rooms.size()];
        for (int slot = 0; slot < begin.length; slot++) {
            frame.floats[slot] = rooms.get(slot).floats;
            begin[slot] = rooms.get(slot).offset;
        }
        int[] extents = {examples, window.lines, window.columns, window.channels};
        return new FusedTask(cache.of(recipe), frame, recipe, extents, new boolean[extents.length],
                strides.toArray(new int[0][]), begin).byRows(examples);
    }
}
