package org.fascicle.backend.jit.window;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

import org.fascicle.api.graph.Node;
import org.fascicle.backend.jit.fused.FusedTask;
import org.fascicle.backend.jit.kernel.Frame;
import org.fascicle.backend.jit.kernel.KernelCache;
import org.fascicle.backend.jit.kernel.Natives;
import org.fascicle.backend.jit.movement.FillTask;
import org.fascicle.backend.jit.recipe.Body;
import org.fascicle.backend.jit.recipe.Lane;
import org.fascicle.backend.jit.recipe.Op;
import org.fascicle.backend.jit.recipe.Recipe;
import org.fascicle.backend.jit.recipe.Value;
import org.fascicle.backend.jit.task.Room;
import org.fascicle.backend.jit.task.Task;
import org.jspecify.annotations.Nullable;

/**
 * Maxima, sums and their gradients where windows lie beside each other: generated kernels that read or write all cells of a
 * window at once, channel by channel. Used once.
 */
public final class Pooling {
    private static final int MOST_CELLS = 9;
    private static final int LEAST_CHANNELS = 4;
    /** With an epilogue for each cell, a kernel of more would become too long. */
    private static final int MOST_CELLS_WITH_EPILOGUE = 4;

    private final Natives natives;
    private final PoolTask.Kind kind;
    private final Sliding window;
    private final KernelCache cache;
    private final int examples;
    private final Recipe recipe = new Recipe();
    private final Body body = recipe.body;
    private final List<Room> rooms = new ArrayList<>();
    private final List<int[]> strides = new ArrayList<>();

    public Pooling(Natives natives, PoolTask.Kind kind, Sliding window, KernelCache cache, int examples) {
        this.natives = natives;
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

    /** Whether a gradient can have an {@link Epilogue} for each cell. */
    public static boolean takesEpilogue(Sliding window) {
        return suits(window) && !window.leavesOut() && window.windowHeight * window.windowWidth <= MOST_CELLS_WITH_EPILOGUE;
    }

    /** The task of a maximum or sum; rooms as for {@link PoolTask}. */
    public Task task(Room image, Room places) {
        recipe.stores.add(new Recipe.Store(combined(values(cells(image))), place(places)));
        return task(new Frame(rooms.size(), 0));
    }

    /**
     * The tasks of a gradient.
     *
     * @param image what the maximum was taken of; null if it was a sum
     * @param places the gradient of each place
     * @param epilogue what becomes of it
     */
    public List<Task> tasks(@Nullable Node image, Room places, Epilogue epilogue) {
        List<Task> tasks = new ArrayList<>();
        if (window.leavesOut()) {
            epilogue.outputs()
                    .forEach(
                            output -> tasks.add(new FillTask(natives, epilogue.room(output), examples * window.imageSize(), 0f)));
        }
        Map<Node, List<Integer>> slots = new HashMap<>();
        Function<Node, List<Integer>> slotsOf = node -> slots.computeIfAbsent(node, n -> cells(epilogue.room(n)));
        Value gradient = body.input(Lane.FLOAT, place(places));
        int count = window.windowHeight * window.windowWidth;
        List<Value> shares = image == null ? Collections.nCopies(count, gradient)
                : toFirst(values(slotsOf.apply(image)), gradient);
        List<Integer> results = new ArrayList<>();
        epilogue.outputs().forEach(output -> results.addAll(cells(epilogue.room(output))));
        for (int i = 0; i < count; i++) {
            int cell = i;
            Map<Node, Value> computed = epilogue.compute(body, shares.get(cell),
                    node -> body.input(Lane.FLOAT, slotsOf.apply(node).get(cell)));
            for (int output = 0; output < epilogue.outputs().size(); output++) {
                recipe.stores.add(new Recipe.Store(Objects.requireNonNull(computed.get(epilogue.outputs().get(output))),
                        results.get(output * count + cell)));
            }
        }
        FusedTask task = task(epilogue.frame(rooms.size()));
        tasks.add(image == null ? task : new FetchedTask(natives, task, epilogue.room(image), window.imageSize(), examples));
        return tasks;
    }

    private Value combined(List<Value> cells) {
        Value result = cells.get(0);
        for (Value cell : cells.subList(1, cells.size())) {
            result = body.real(kind == PoolTask.Kind.SUM ? Op.ADD : Op.MAX, result, cell);
        }
        return result;
    }

    /** By cell, what it gets of the gradient: the first of the greatest takes it; the first NaN, if there is one. */
    private List<Value> toFirst(List<Value> cells, Value gradient) {
        List<Value> exceeds = new ArrayList<>();
        Value best = cells.get(0);
        for (Value cell : cells.subList(1, cells.size())) {
            Value isFirstNan = body.truth(Op.AND, body.not(body.equal(cell, cell)), body.equal(best, best));
            exceeds.add(body.truth(Op.OR, body.greater(cell, best), isFirstNan));
            best = body.real(Op.MAX, best, cell);
        }
        Value zero = body.literal(0f);
        List<Value> shares = new ArrayList<>();
        Value taken = null;
        for (int i = cells.size() - 1; i >= 0; i--) {
            Value takes = i == 0 ? null : exceeds.get(i - 1);
            Value free = taken == null ? null : body.not(taken);
            Value mine = takes == null ? free : free == null ? takes : body.truth(Op.AND, takes, free);
            shares.add(0, mine == null ? gradient : body.select(mine, gradient, zero));
            taken = takes == null || taken == null ? takes : body.truth(Op.OR, taken, takes);
        }
        return shares;
    }

    private List<Value> values(List<Integer> slots) {
        List<Value> values = new ArrayList<>();
        slots.forEach(slot -> values.add(body.input(Lane.FLOAT, slot)));
        return values;
    }

    /** A slot for each cell of a window. */
    private List<Integer> cells(Room image) {
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

    private FusedTask task(Frame frame) {
        int[] begin = new int[rooms.size()];
        for (int slot = 0; slot < begin.length; slot++) {
            frame.blocks[slot] = rooms.get(slot).block;
            begin[slot] = rooms.get(slot).offset;
        }
        int[] extents = {examples, window.lines, window.columns, window.channels};
        return new FusedTask(cache.of(recipe), frame, recipe, extents, new boolean[extents.length],
                strides.toArray(new int[0][]), begin).byRows(examples);
    }
}
