package org.fascicle.backend.jit.plan;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.fascicle.api.backend.RunArguments;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Node;
import org.fascicle.backend.jit.machine.Block;
import org.fascicle.backend.jit.product.LibraryTask;
import org.fascicle.backend.jit.product.PickTask;
import org.fascicle.backend.jit.random.RandomTask;
import org.fascicle.backend.jit.recipe.Numbers;
import org.fascicle.backend.jit.task.Room;
import org.fascicle.backend.jit.task.Task;
import org.fascicle.compiler.pass.Kernel;
import org.jspecify.annotations.Nullable;

/** The tasks of a program for one number of rows, in their order, and what has to be brought into them before each run. */
public final class Binding {
    /** A scalar of the program, and where kernels read it. */
    private static final class Feed {
        final int scalar;
        final Block to;
        final int place;

        Feed(int scalar, Block to, int place) {
            this.scalar = scalar;
            this.to = to;
            this.place = place;
        }
    }

    /** What is copied at the end of a run. */
    public static final class BoundCopy {
        /** What is written. */
        public final Node value;
        /** Where it lies; null if it is a number. */
        public final @Nullable Room from;
        /** Where it is written. */
        public final Room to;
        /** How many elements. */
        public final int count;
        /** Whether it is left out where the guard is false. */
        public final boolean isGuarded;

        BoundCopy(Node value, @Nullable Room from, Room to, int count, boolean isGuarded) {
            this.value = value;
            this.from = from;
            this.to = to;
            this.count = count;
            this.isGuarded = isGuarded;
        }
    }

    /** What is copied at the end of a run, one after the other. */
    public final List<BoundCopy> copies = new ArrayList<>();
    /** What is run, one after the other. */
    public final List<Task> tasks = new ArrayList<>();
    /** By task, what it computes; for messages. */
    public final List<Node> causes = new ArrayList<>();
    private final Map<Task, Kernel> kernels = new IdentityHashMap<>();
    /** Whose tasks are being added. */
    private @Nullable Kernel kernel;
    private int guardedFrom;
    /** Of the library of matrix products: how many changes there had been when the tasks were made. */
    public final int generation;
    private final List<Feed> feeds = new ArrayList<>();
    private final List<RandomTask> draws = new ArrayList<>();
    private final List<PickTask> picks = new ArrayList<>();
    private final List<LibraryTask> libraryTasks = new ArrayList<>();

    Binding(int generation) {
        this.generation = generation;
    }

    /** What a task that was added is a part of. */
    public Kernel kernel(Task task) {
        return Objects.requireNonNull(kernels.get(task));
    }

    /** How many tasks run whatever the guard says. */
    public int guardedFrom() {
        return guardedFrom;
    }

    /** Sets how many tasks run whatever the guard says. */
    void guardedFrom(int tasksBefore) {
        guardedFrom = tasksBefore;
    }

    /** The tasks that are added from now on are parts of a kernel. */
    void begin(Kernel next) {
        kernel = next;
    }

    void add(Task task, Node cause) {
        if (task.blocks() > 0) {
            tasks.add(task);
            causes.add(cause);
            kernels.put(task, Objects.requireNonNull(kernel));
        }
        if (task instanceof RandomTask) {
            draws.add((RandomTask) task);
        } else if (task instanceof LibraryTask) {
            libraryTasks.add((LibraryTask) task);
        } else if (task instanceof PickTask) {
            picks.add((PickTask) task);
        }
    }

    /** Gives back what tasks hold outside the heap. No task may run any more. */
    public void close() {
        libraryTasks.forEach(LibraryTask::close);
    }

    /**
     * Lets a constant or scalar reach a kernel's numbers.
     *
     * @param real where it lies if it is a real or a truth value
     * @param integer where it lies else
     */
    void feed(Node number, Block numbers, int real, int integer) {
        if (number.attributes().has("index")) {
            feeds.add(new Feed(number.attributes().integer("index"), numbers, real));
        } else if (Numbers.isInt(number.type())) {
            numbers.integer(integer, Numbers.integer(number.attributes().number("value"), number.type()));
        } else {
            numbers.real(real, Numbers.real(number.attributes().number("value"),
                    Type.REAL == number.type() ? Type.REAL : Type.BOOL));
        }
    }

    /** Takes the scalars, seed and step of the run at hand. */
    public void prepare(RunArguments arguments) {
        double[] scalars = arguments.scalars();
        for (int i = 0; i < feeds.size(); i++) {
            Feed feed = feeds.get(i);
            feed.to.real(feed.place, (float) scalars[feed.scalar]);
        }
        for (int i = 0; i < draws.size(); i++) {
            draws.get(i).prepare(arguments);
        }
        for (int i = 0; i < picks.size(); i++) {
            picks.get(i).prepare();
        }
    }
}
