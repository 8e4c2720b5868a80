package org.fascicle.backend.jit.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import org.fascicle.api.backend.BackendException;
import org.fascicle.api.backend.Buffer;
import org.fascicle.api.backend.ClosedException;
import org.fascicle.api.backend.Profile;
import org.fascicle.api.backend.RunArguments;
import org.fascicle.api.backend.Workspace;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.graph.Node;
import org.fascicle.backend.jit.kernel.Scratch;
import org.fascicle.backend.jit.plan.Binder;
import org.fascicle.backend.jit.plan.Binding;
import org.fascicle.backend.jit.plan.Program;
import org.fascicle.backend.jit.task.Room;
import org.fascicle.backend.jit.task.Task;
import org.fascicle.backend.jit.task.TaskException;
import org.fascicle.compiler.pass.Placement;
import org.jspecify.annotations.Nullable;

/**
 * A workspace: runs on the thread that calls, with the team's help, and returns when all is done. A thread that closes it waits for the
 * run at hand.
 */
final class JitWorkspace implements Workspace {
    private static final int MOST_BINDINGS = 16;

    private final Engine engine;
    private final Program program;
    private final Consumer<Workspace> closing;
    private final Runnable libraryChanged = this::libraryChanged;
    private final Scratch scratch = new Scratch();
    private final Map<String, JitBuffer> outputs = new HashMap<>();
    /** What a run writes: outputs, then variables. */
    private final List<JitBuffer> written = new ArrayList<>();
    /** Of the outputs. */
    private final List<Shape> shapes = new ArrayList<>();
    private final Map<Integer, Binding> bindings = new LinkedHashMap<>(8, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Binding> eldest) {
            boolean isTooMany = size() > MOST_BINDINGS;
            if (isTooMany) {
                eldest.getValue().close();
            }
            return isTooMany;
        }
    };
    /** Outputs that are constants or scalars, and where they are written. */
    private final List<Node> numbers = new ArrayList<>();
    private final List<Room> numberRooms = new ArrayList<>();
    private final ReentrantLock inUse = new ReentrantLock();
    /** Null when it is closed. */
    private volatile @Nullable Memory memory;
    /** Null before the first run, and after the library of matrix products has changed. */
    private @Nullable Binding binding;
    private @Nullable Room guard;
    private int rows;
    private volatile long rejected;
    /** How many of them the caller has heard of. */
    private volatile long reported;

    /**
     * Takes memory.
     *
     * @param closing is called when this is closed
     */
    JitWorkspace(Engine engine, Program program, Memory memory, Consumer<Workspace> closing) {
        this.engine = engine;
        this.program = program;
        this.closing = closing;
        this.memory = memory;
        Graph graph = program.graph;
        graph.outputs().forEach((name, node) -> {
            Placement placement = program.plan.output(name);
            boolean isNumber = placement.home() == Placement.Home.NUMBER;
            Room room = isNumber ? Room.allocate(node.type(), 1, name) : memory.of(placement);
            if (isNumber) {
                numbers.add(node);
                numberRooms.add(room);
            }
            JitBuffer output = JitBuffer.output(engine, node.type(), room, node.shape().size(program.maxRows));
            outputs.put(name, output);
            written.add(output);
            shapes.add(node.shape());
        });
        graph.guard().map(program.plan::placement).filter(placement -> placement.home() != Placement.Home.NUMBER)
                .ifPresent(placement -> guard = memory.of(placement));
        written.addAll(memory.written(program));
        rows = program.maxRows;
        engine.add(libraryChanged);
    }

    @Override
    public void run(RunArguments arguments) {
        inUse.lock();
        try {
            begin();
            try {
                run(bind(arguments), arguments, null);
            } finally {
                engine.end();
            }
        } finally {
            dropOutdated();
            inUse.unlock();
        }
    }

    @Override
    public Optional<Profile> profile(RunArguments arguments) {
        inUse.lock();
        try {
            begin();
            try {
                Binding bound = bind(arguments);
                Stopwatch watch = new Stopwatch(program, bound, rows);
                run(bound, arguments, watch);
                return Optional.of(watch.profile());
            } finally {
                engine.end();
            }
        } finally {
            dropOutdated();
            inUse.unlock();
        }
    }

    /** A closed workspace says so first, whether or not the backend has been stopped, too. */
    private void begin() {
        open();
        engine.begin();
    }

    private Binding bind(RunArguments arguments) {
        require(arguments);
        dropOutdated();
        Binding bound = binding;
        return bound == null || arguments.rows() != rows ? resize(arguments.rows()) : bound;
    }

    /** Lets go of a library that has been replaced: now, or at the end of the run that is under way. */
    private void libraryChanged() {
        if (inUse.tryLock()) {
            try {
                dropOutdated();
            } finally {
                inUse.unlock();
            }
        }
    }

    private void dropOutdated() {
        if (binding != null && binding.generation != engine.tools.library.generation()) {
            closeBindings();
            binding = null;
        }
    }

    private void run(Binding bound, RunArguments arguments, @Nullable Stopwatch watch) {
        bound.prepare(arguments);
        writeNumbers(arguments);
        boolean reserved = engine.team.enter(program.threads);
        if (watch != null) {
            watch.begin();
        }
        try {
            run(bound, 0, bound.guardedFrom(), reserved, watch);
            boolean accepted = isAccepted(arguments);
            if (accepted) {
                run(bound, bound.guardedFrom(), bound.tasks.size(), reserved, watch);
            } else {
                rejected++;
            }
            copy(bound, accepted, arguments, watch);
        } finally {
            for (int i = 0; i < written.size(); i++) {
                written.get(i).written();
            }
            if (reserved) {
                engine.team.leave();
            }
        }
    }

    private void run(Binding bound, int from, int to, boolean reserved, @Nullable Stopwatch watch) {
        int at = from;
        try {
            for (; at < to; at++) {
                if (watch == null) {
                    engine.team.run(bound.tasks.get(at), scratch, reserved);
                } else {
                    measure(bound, at, reserved, watch);
                }
            }
        } catch (RuntimeException e) {
            boolean isNamed = e instanceof TaskException;
            Node failed = isNamed ? ((TaskException) e).operation : bound.causes.get(at);
            Throwable thrown = isNamed ? e.getCause() : e;
            throw new BackendException("the operation failed: " + failed + ": " + thrown, thrown);
        }
    }

    private void measure(Binding bound, int at, boolean reserved, Stopwatch watch) {
        for (Task part : bound.tasks.get(at).parts()) {
            engine.team.run(part, scratch, reserved);
            watch.ended(part, at);
        }
    }

    private boolean isAccepted(RunArguments arguments) {
        if (program.graph.guard().isEmpty()) {
            return true;
        } else if (rejected != reported) {
            return false;
        }
        return guard == null ? number(program.graph.guard().get(), arguments) != 0 : guard.block.real(guard.offset) != 0;
    }

    private static void copy(Binding bound, boolean accepted, RunArguments arguments, @Nullable Stopwatch watch) {
        for (int i = 0; i < bound.copies.size(); i++) {
            Binding.BoundCopy copy = bound.copies.get(i);
            if (!accepted && copy.isGuarded) {
                continue;
            }
            if (copy.from != null) {
                copy.to.copyFrom(copy.from, copy.count);
            } else {
                write(copy.value, copy.to, arguments);
            }
            if (watch != null) {
                watch.copyEnded(i);
            }
        }
    }

    private void writeNumbers(RunArguments arguments) {
        for (int i = 0; i < numbers.size(); i++) {
            write(numbers.get(i), numberRooms.get(i), arguments);
        }
    }

    private static void write(Node number, Room to, RunArguments arguments) {
        to.set(0, number(number, arguments), number.type());
    }

    private static double number(Node number, RunArguments arguments) {
        return number.attributes().has("index") ? arguments.scalars()[number.attributes().integer("index")]
                : number.attributes().number("value");
    }

    private Binding resize(int newRows) {
        // No lambda and no iterator: rows that change from run to run make no garbage.
        Binding bound = bindings.get(newRows);
        if (bound == null) {
            bound = Binder.bind(program, open(), newRows);
            bindings.put(newRows, bound);
        }
        binding = bound;
        rows = newRows;
        for (int i = 0; i < shapes.size(); i++) {
            written.get(i).resize(shapes.get(i).size(newRows));
        }
        return bound;
    }

    private void require(RunArguments arguments) {
        Memory own = open();
        engine.requireRunning();
        own.requireOpen();
        if (arguments.rows() < 1 || arguments.rows() > program.maxRows) {
            throw new BackendException("a run of " + arguments.rows() + " rows of a program for 1 to " + program.maxRows);
        }
        if (arguments.scalars().length < program.graph.scalars().size()) {
            throw new BackendException("the graph has " + program.graph.scalars().size() + " scalars, the arguments "
                    + arguments.scalars().length);
        }
    }

    private Memory open() {
        Memory own = memory;
        if (own == null) {
            throw new ClosedException("the workspace is closed");
        }
        return own;
    }

    /** Waits for another thread's run; one's own end in {@link #run}. */
    @Override
    public void await() {
        inUse.lock();
        inUse.unlock();
    }

    @Override
    public long rejected() {
        reported = rejected;
        return reported;
    }

    @Override
    public long rejectedSoFar() {
        return rejected;
    }

    @Override
    public Buffer output(String name) {
        open();
        JitBuffer output = outputs.get(name);
        if (output == null) {
            throw new BackendException("there is no output '" + name + "', only " + program.graph.outputs().keySet());
        }
        return output;
    }

    @Override
    public void close() {
        inUse.lock();
        try {
            engine.remove(libraryChanged);
            closing.accept(this);
            outputs.values().forEach(JitBuffer::release);
            closeBindings();
            written.clear();
            binding = null;
            Memory own = memory;
            memory = null;
            if (own != null) {
                own.close();
            }
        } finally {
            inUse.unlock();
        }
    }

    private void closeBindings() {
        bindings.values().forEach(Binding::close);
        bindings.clear();
    }
}
