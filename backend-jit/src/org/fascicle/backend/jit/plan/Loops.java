package org.fascicle.backend.jit.plan;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.graph.Loop;
import org.fascicle.api.graph.Node;
import org.fascicle.backend.jit.loop.LoopTask;
import org.fascicle.backend.jit.loop.Part;
import org.fascicle.backend.jit.product.Copies;
import org.fascicle.backend.jit.task.CutTask;
import org.fascicle.backend.jit.task.Room;
import org.fascicle.backend.jit.task.Task;
import org.fascicle.compiler.pass.Cut;
import org.fascicle.compiler.pass.Kernel;
import org.fascicle.compiler.pass.Placement;

/** Makes the tasks of loops: the step is bound once, to memory of its own that slices are brought to. */
final class Loops {
    private final Program program;
    private final int rows;
    private final Function<Node, Room> rooms;

    Loops(Program program, int rows, Function<Node, Room> rooms) {
        this.program = program;
        this.rows = rows;
        this.rooms = rooms;
    }

    /** The task that computes all results of a loop, of which the node is one. */
    Task of(Node node) {
        Loop loop = Objects.requireNonNull(program.loops.get(node));
        Program step = Objects.requireNonNull(program.steps.get(loop));
        StepPlaces places = new StepPlaces(loop, step);
        Binding binding = Binder.step(step, places, rows);
        LoopTask.Steps steps = new LoopTask.Steps(loop.steps(), loop.isBackwards(), rows);
        boolean isCut = areCut(binding);
        for (Expr slice : loop.body().slices()) {
            String name = slice.attributes().text("name");
            if (step.graph.inputs().containsKey(name)) {
                isCut &= slice.shape().isBatched();
                steps.sequences.add(part(rooms.apply(loop.operand(name)), places.input(name), slice.type(), slice.shape()));
            }
        }
        for (int carry : loop.carries()) {
            Expr placeholder = loop.body().carries().get(carry);
            isCut &= placeholder.shape().rank() > 0 && placeholder.shape().extent(0) == Shape.ROWS;
            String name = placeholder.attributes().text("name");
            Room next = places.output(step, carry);
            Room within = step.graph.inputs().containsKey(name) ? places.input(name) : next;
            Room initial = rooms.apply(loop.operand(name));
            steps.initial.add(part(initial, within, placeholder.type(), placeholder.shape()));
            // What another carry holds is still to be read when that is written.
            boolean isHeld = places.isPlaceholder(step, carry) && next != within;
            Room held = isHeld ? Room.allocate(placeholder.type(), size(placeholder.shape()), "a carry") : next;
            if (isHeld) {
                steps.held.add(part(next, held, placeholder.type(), placeholder.shape()));
            }
            steps.carried.add(part(held, within, placeholder.type(), placeholder.shape()));
        }
        for (Node result : loop.results()) {
            int number = Loop.result(result);
            Room from = places.output(step, number);
            if (number < loop.body().next().size()) {
                // Behind the last step the carry lies where it would be for one more.
                String name = loop.body().carries().get(number).attributes().text("name");
                Room last = step.graph.inputs().containsKey(name) ? places.input(name) : from;
                steps.last.add(part(last, rooms.apply(result), result.type(), result.shape()));
            } else {
                Expr output = loop.body().results().get(number);
                isCut &= output.shape().isBatched();
                steps.outputs.add(part(rooms.apply(result), from, output.type(), output.shape()));
            }
        }
        List<Task> tasks = new ArrayList<>(binding.tasks);
        return new LoopTask(steps, tasks, binding.causes, isCut);
    }

    private static boolean areCut(Binding binding) {
        for (Task task : binding.tasks) {
            Kernel kernel = binding.kernel(task);
            if (!(task instanceof CutTask) || !((CutTask) task).canBeCut() || kernel.cut() != Cut.ROWS
                    || kernel.run() != binding.kernel(binding.tasks.get(0)).run()) {
                return false;
            }
        }
        return true;
    }

    private Part part(Room whole, Room part, Type type, Shape shape) {
        return new Part(whole, part, shape.isBatched(), size(shape));
    }

    private int size(Shape shape) {
        return Math.toIntExact(shape.size(rows));
    }

    /** Where the tensors of a step lie: what is the same in all steps where it is, all else in memory of the loop's own. */
    private final class StepPlaces implements Places {
        private final Map<Type, Room> arenas = new EnumMap<>(Type.class);
        private final Map<String, Room> inputs = new HashMap<>();

        StepPlaces(Loop loop, Program step) {
            Graph graph = step.graph;
            loop.body().captured().stream().map(captured -> captured.attributes().text("name"))
                    .filter(graph.inputs()::containsKey).forEach(name -> inputs.put(name, rooms.apply(loop.operand(name))));
            graph.inputs().forEach((name, node) -> inputs.computeIfAbsent(name,
                    any -> Room.allocate(node.type(), size(node.shape()), "a slice of a loop")));
            for (Type type : Type.values()) {
                if (step.plan.arena(type) > 0) {
                    arenas.put(type, Room.allocate(type, step.plan.arena(type), "a step of a loop"));
                }
            }
        }

        Room input(String name) {
            return Objects.requireNonNull(inputs.get(name));
        }

        /** Whether a result of a step is what one of its placeholders is. */
        boolean isPlaceholder(Program step, int result) {
            return step.plan.output(Loop.output(result)).home() == Placement.Home.INPUT;
        }

        Room output(Program step, int result) {
            Placement placement = step.plan.output(Loop.output(result));
            if (placement.home() != Placement.Home.NUMBER) {
                return of(placement);
            }
            Node number = Objects.requireNonNull(step.graph.outputs().get(Loop.output(result)));
            Room room = Room.allocate(number.type(), 1, "a number");
            room.set(0, number.attributes().number("value"), number.type());
            return room;
        }

        @Override
        public Room of(Placement placement) {
            Room home = placement.home() == Placement.Home.INPUT ? input(placement.name()) : arenas.get(placement.type());
            return home == null ? Room.allocate(placement.type(), 0, "nothing") : home.from(placement.offset());
        }

        @Override
        public Copies copies(Placement placement) {
            throw new IllegalStateException("no library computes the products of a step");
        }
    }
}
