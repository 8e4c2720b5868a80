package org.fascicle.backend.jit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

import org.fascicle.api.backend.BackendException;
import org.fascicle.api.backend.Buffer;
import org.fascicle.api.backend.ClosedException;
import org.fascicle.api.backend.Profile;
import org.fascicle.api.backend.RunArguments;
import org.fascicle.api.backend.Workspace;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.graph.Node;
import org.fascicle.backend.jit.kernel.Scratch;
import org.fascicle.backend.jit.recipe.Numbers;
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

    private final Program program;
    private final Scratch scratch = new Scratch();
    private final Map<String, JitBuffer> outputs = new HashMap<>();
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
    /** The outputs one after the other, with their buffers. */
    private final List<Node> outputNodes = new ArrayList<>();
    private final List<JitBuffer> outputBuffers = new ArrayList<>();
    /** Outputs that are constants or scalars, and where they are written. */
    private final List<Node> numbers = new ArrayList<>();
    private final List<Room> numberRooms = new ArrayList<>();
    private final ReentrantLock inUse = new ReentrantLock();
    /** Null when it is closed. */
    private volatile @Nullable Memory memory;
    /** Null after the library of matrix products has changed. */
    private @Nullable Binding binding;
    private @Nullable Room guard;
    /** Null unless the run at hand is measured. */
    private @Nullable Stopwatch watch;
    private int rows;
    private volatile long rejected;

    JitWorkspace(Program program, Memory memory) {
        this.program = program;
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
            JitBuffer output = JitBuffer.output(program.engine, node.type(), room, node.shape().size(program.maxRows));
            output.copy().outdateForGood();
            outputs.put(name, output);
            outputNodes.add(node);
            outputBuffers.add(output);
        });
        graph.guard().map(program.plan::placement).filter(placement -> placement.home() != Placement.Home.NUMBER)
                .ifPresent(placement -> guard = memory.of(placement));
        resize(memory, program.maxRows);
        program.engine.workspaces.add(this);
        // It may have changed since the tasks were made.
        libraryChanged();
    }

    @Override
    public void run(RunArguments arguments) {
        inUse.lock();
        try {
            runBound(bind(arguments), arguments);
        } finally {
            dropOutdated();
            inUse.unlock();
        }
    }

    @Override
    public Optional<Profile> profile(RunArguments arguments) {
        inUse.lock();
        try {
            Binding bound = bind(arguments);
            Stopwatch measuring = new Stopwatch(program, bound, rows);
            watch = measuring;
            runBound(bound, arguments);
            return Optional.of(measuring.profile());
        } finally {
            watch = null;
            dropOutdated();
            inUse.unlock();
        }
    }

    private Binding bind(RunArguments arguments) {
        Memory open = require(arguments);
        dropOutdated();
        Binding bound = binding;
        return bound == null || arguments.rows() != rows ? resize(open, arguments.rows()) : bound;
    }

    /** Lets go of a library that has been replaced: now, or at the end of the run that is under way. */
    void libraryChanged() {
        if (inUse.tryLock()) {
            try {
                dropOutdated();
            } finally {
                inUse.unlock();
            }
        }
    }

    private void dropOutdated() {
        if (binding != null && binding.generation != program.engine.library.generation()) {
            closeBindings();
            binding = null;
        }
    }

    private void runBound(Binding binding, RunArguments arguments) {
        binding.prepare(arguments);
        writeNumbers(arguments);
        boolean reserved = program.engine.team.enter();
        if (watch != null) {
            watch.begin();
        }
        try {
            run(binding, 0, binding.guardedFrom, reserved);
            boolean accepted = isAccepted(arguments);
            if (accepted) {
                run(binding, binding.guardedFrom, binding.tasks.size(), reserved);
            } else {
                rejected++;
            }
            copy(binding, accepted, arguments);
        } finally {
            if (reserved) {
                program.engine.team.leave();
            }
        }
    }

    private void run(Binding binding, int from, int to, boolean reserved) {
        int at = from;
        try {
            for (; at < to; at++) {
                if (watch == null) {
                    program.engine.team.run(binding.tasks.get(at), scratch, reserved);
                } else {
                    measure(watch, binding, at, reserved);
                }
            }
        } catch (RuntimeException e) {
            boolean isToldApart = e instanceof TaskException;
            Node failed = isToldApart ? ((TaskException) e).operation : binding.causes.get(at);
            Throwable thrown = isToldApart ? e.getCause() : e;
            throw new BackendException("the operation failed: " + failed + ": " + thrown, thrown);
        }
    }

    private void measure(Stopwatch watch, Binding binding, int at, boolean reserved) {
        for (Task part : binding.tasks.get(at).parts()) {
            program.engine.team.run(part, scratch, reserved);
            watch.ended(part, at);
        }
    }

    private boolean isAccepted(RunArguments arguments) {
        if (program.graph.guard().isEmpty()) {
            return true;
        }
        return guard == null ? number(program.graph.guard().get(), arguments) != 0 : guard.floats[guard.offset] != 0;
    }

    private void copy(Binding binding, boolean accepted, RunArguments arguments) {
        for (int i = 0; i < binding.copies.size(); i++) {
            Binding.BoundCopy copy = binding.copies.get(i);
            if (!accepted && copy.isGuarded) {
                continue;
            } else if (copy.number != null) {
                write(copy.number, copy.to, arguments);
            } else if (copy.from != null) {
                copy.to.copyFrom(copy.from, copy.count);
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
        double value = number(number, arguments);
        if (to.isInt()) {
            to.ints[to.offset] = Numbers.integer(value, number.type());
        } else {
            to.floats[to.offset] = Numbers.real(value, number.type());
        }
    }

    private static double number(Node number, RunArguments arguments) {
        return number.attributes().has("index") ? arguments.scalars()[number.attributes().integer("index")]
                : number.attributes().number("value");
    }

    private Binding resize(Memory open, int newRows) {
        Binding bound = bindings.get(newRows);
        if (bound == null) {
            bound = Binder.bind(program, open, newRows);
            bindings.put(newRows, bound);
        }
        binding = bound;
        rows = newRows;
        // No lambdas: a step with other rows than the last makes no garbage.
        for (int i = 0; i < outputNodes.size(); i++) {
            outputBuffers.get(i).resize(outputNodes.get(i).shape().size(newRows));
        }
        return bound;
    }

    private Memory require(RunArguments arguments) {
        Memory open = requireOpen();
        program.engine.requireRunning();
        open.requireOpen();
        if (arguments.rows() < 1 || arguments.rows() > program.maxRows) {
            throw new BackendException("a run of " + arguments.rows() + " rows of a program for 1 to " + program.maxRows);
        }
        if (arguments.scalars().length < program.graph.scalars().size()) {
            throw new BackendException("the graph has " + program.graph.scalars().size() + " scalars, the arguments "
                    + arguments.scalars().length);
        }
        return open;
    }

    private Memory requireOpen() {
        Memory open = memory;
        if (open == null) {
            throw new ClosedException("the workspace is closed");
        }
        return open;
    }

    /** Waits for another thread's run; one's own end in {@link #run}. */
    @Override
    public void await() {
        inUse.lock();
        inUse.unlock();
    }

    @Override
    public long rejected() {
        return rejected;
    }

    @Override
    public Buffer output(String name) {
        requireOpen();
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
            program.engine.workspaces.remove(this);
            program.closed(this);
            outputs.values().forEach(JitBuffer::release);
            closeBindings();
            binding = null;
            memory = null;
        } finally {
            inUse.unlock();
        }
    }

    private void closeBindings() {
        bindings.values().forEach(Binding::close);
        bindings.clear();
    }
}
