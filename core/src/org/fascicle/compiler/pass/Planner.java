package org.fascicle.compiler.pass;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.fascicle.api.expr.Primitive.Access;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Commit;
import org.fascicle.api.graph.Node;
import org.fascicle.compiler.pass.Placement.Home;

/** Finds a place for every value: first who shares memory with whom, then where it lies. Used once. */
final class Planner {
    private final Schedule schedule;
    private final int maxRows;
    private final PlanPolicy policy;
    private final int end;
    private final Map<Node, Storage> storages = new LinkedHashMap<>();
    private final Map<String, Storage> variables = new HashMap<>();
    private final Set<String> written = new HashSet<>();
    private final Set<Node> roots = new LinkedHashSet<>();
    private final Set<Node> shared = new HashSet<>();
    private final Set<Commit> direct = new HashSet<>();
    private final Map<Node, Storage> saved = new LinkedHashMap<>();

    Planner(Schedule schedule, int maxRows, PlanPolicy policy) {
        this.schedule = schedule;
        this.maxRows = maxRows;
        this.policy = policy;
        this.end = schedule.kernels().size();
    }

    BufferPlan plan() {
        for (Commit commit : schedule.graph().commits()) {
            written.add(commit.variable().path());
            roots.add(commit.value());
        }
        roots.addAll(schedule.graph().outputs().values());
        schedule.graph().guard().ifPresent(roots::add);
        findUses();
        schedule.kernels().forEach(this::shareView);
        schedule.kernels().forEach(this::joinInPlace);
        schedule.graph().commits().forEach(this::commitDirectly);
        schedule.kernels().forEach(this::workInPlace);
        save();
        return new BufferPlan(this, allocate());
    }

    private void findUses() {
        for (Kernel kernel : schedule.kernels()) {
            kernel.inputs().forEach(input -> storage(input).usedAt(kernel.index()));
            kernel.outputs().forEach(output -> storage(output).usedAt(kernel.index()));
        }
        roots.forEach(root -> storage(root).usedAt(end));
    }

    private Storage storage(Node node) {
        return storages.computeIfAbsent(node, n -> {
            Storage storage = new Storage(home(n), n.type(), name(n), n.shape().size(maxRows));
            if (storage.home == Home.VARIABLE) {
                variables.put(storage.name, storage);
            }
            return storage;
        });
    }

    private static Home home(Node node) {
        if (node.op() == Primitives.VARIABLE) {
            return Home.VARIABLE;
        }
        return node.op() == Primitives.INPUT ? Home.INPUT : Schedule.isSource(node) ? Home.NUMBER : Home.ARENA;
    }

    private static String name(Node node) {
        return node.op() == Primitives.VARIABLE ? node.attributes().text("path")
                : node.op() == Primitives.INPUT ? node.attributes().text("name") : "";
    }

    private void shareView(Kernel kernel) {
        Node view = kernel.anchor().orElse(null);
        if (view == null || kernel.nodes().size() != 1 || Views.offset(view) < 0 || !policy.sharesMemory(view)) {
            return;
        }
        Storage operand = storage(view.operand(0));
        Home home = operand.root().home;
        // What is read at the end must not depend on a buffer that is written at the end.
        boolean safe = home == Home.ARENA || home == Home.INPUT || home == Home.VARIABLE && !roots.contains(view);
        if (safe) {
            storage(view).moveInto(operand, Views.offset(view));
            shared.add(view);
        }
    }

    private void joinInPlace(Kernel kernel) {
        Node concat = kernel.anchor().orElse(null);
        if (concat == null || concat.op() != Primitives.CONCAT || !Views.isConsecutive(concat)
                || !policy.joinsInPlace(concat)) {
            return;
        }
        Storage whole = storage(concat);
        long at = 0;
        for (Node operand : concat.operands()) {
            Storage part = storage(operand);
            Storage root = part.root();
            if (root.home == Home.ARENA && root != whole.root() && fills(part, root)) {
                root.moveInto(whole, at);
            }
            at += part.elements;
        }
    }

    private static boolean fills(Storage part, Storage root) {
        return part.shift() == 0 && part.elements == root.elements;
    }

    private void commitDirectly(Commit commit) {
        Storage value = storage(commit.value());
        Storage root = value.root();
        boolean waits = commit.isGuarded() && schedule.graph().guard().isPresent();
        if (!policy.commitsDirectly() || root.home != Home.ARENA || !fills(value, root) || root.from >= end
                || waits != schedule.kernels().get(root.from).isGuarded()) {
            return;
        }
        Storage old = variables.get(commit.variable().path());
        if (old == null || old.to < root.from
                || old.to == root.from && readsInPlace(schedule.kernels().get(old.to), old)) {
            root.moveToVariable(commit.variable().path());
            direct.add(commit);
        }
    }

    /** Whether all that a kernel reads of a storage is the whole of it, each element where it is written. */
    private boolean readsInPlace(Kernel kernel, Storage storage) {
        if (kernel.anchor().isPresent()) {
            return false;
        }
        for (Node node : kernel.nodes()) {
            for (Node operand : node.operands()) {
                Storage read = storages.get(operand);
                if (read != null && kernel.inputs().contains(operand) && read.root() == storage
                        && (!fills(read, storage) || node.op().access() != Access.ELEMENTWISE)) {
                    return false;
                }
            }
        }
        return true;
    }

    private void workInPlace(Kernel kernel) {
        boolean isLoop = kernel.anchor().filter(anchor -> anchor.op() == Primitives.SCAN).isPresent();
        if (kernel.anchor().isPresent() && !isLoop || !policy.worksInPlace(kernel)) {
            return;
        }
        for (Node output : kernel.outputs()) {
            Storage result = storage(output);
            Storage root = result.root();
            if (root.home != Home.ARENA || root == result && result.from != kernel.index()) {
                continue;
            }
            for (Node input : kernel.inputs()) {
                Storage old = storage(input).root();
                if (old != root && old.home == Home.ARENA && old.type == result.type && old.to == kernel.index()
                        && old.from < kernel.index() && old.elements == result.elements
                        && (isLoop ? stepsInPlace(output, input, old) : readsInPlace(kernel, old))) {
                    overlay(result, old);
                    break;
                }
            }
        }
    }

    /** Whether a loop's result may take a storage that the loop reads as this operand alone. */
    private boolean stepsInPlace(Node result, Node operand, Storage old) {
        return Stepwise.replaces(result, operand) && result.operands().stream()
                .allMatch(other -> other == operand || storage(other).root() != old);
    }

    // What has its place in a larger storage stays there, and the operand comes to it.
    private static void overlay(Storage result, Storage old) {
        if (result.root() == result) {
            result.moveInto(old, 0);
        } else {
            old.moveInto(result, 0);
        }
    }

    /** What the caller or a commit reads of a variable that is written, too, is saved before. */
    private void save() {
        for (Node root : roots) {
            if (root.op() == Primitives.VARIABLE && written.contains(name(root))) {
                Storage copy = new Storage(Home.ARENA, root.type(), "", root.shape().size());
                copy.usedAt(end);
                saved.put(root, copy);
            }
        }
    }

    private Map<Type, Arena> allocate() {
        List<List<Storage>> begin = new ArrayList<>();
        List<List<Storage>> finish = new ArrayList<>();
        for (int i = 0; i <= end; i++) {
            begin.add(new ArrayList<>());
            finish.add(new ArrayList<>());
        }
        Set<Storage> standing = new LinkedHashSet<>();
        storages.values().forEach(storage -> standing.add(storage.root()));
        schedule.graph().nodes().stream().filter(saved::containsKey).forEach(node -> standing.add(saved.get(node)));
        int[] first = firsts();
        int[] last = lasts();
        standing.stream().filter(storage -> storage.home == Home.ARENA).forEach(storage -> {
            begin.get(first[storage.from]).add(storage);
            finish.get(last[storage.to]).add(storage);
        });
        Map<Type, Arena> arenas = new EnumMap<>(Type.class);
        for (int i = 0; i <= end; i++) {
            begin.get(i).forEach(storage -> storage.offset =
                    arenas.computeIfAbsent(storage.type, type -> new Arena(policy.alignment())).take(storage.elements));
            finish.get(i)
                    .forEach(storage -> Objects.requireNonNull(arenas.get(storage.type)).give(storage.offset, storage.elements));
        }
        return arenas;
    }

    /** By kernel, the first of those that it overlaps with. */
    private int[] firsts() {
        int[] first = new int[end + 1];
        first[end] = end;
        for (int i = 1; i < end; i++) {
            first[i] = overlapsBefore(i) ? first[i - 1] : i;
        }
        return first;
    }

    /** By kernel, the last of those that it overlaps with. */
    private int[] lasts() {
        int[] last = new int[end + 1];
        last[end] = end;
        for (int i = end - 1; i >= 0; i--) {
            last[i] = i + 1 < end && overlapsBefore(i + 1) ? last[i + 1] : i;
        }
        return last;
    }

    private boolean overlapsBefore(int kernel) {
        return policy.overlaps(schedule.kernels().get(kernel - 1), schedule.kernels().get(kernel));
    }

    Schedule schedule() {
        return schedule;
    }

    Map<Node, Placement> placements() {
        Map<Node, Placement> placements = new HashMap<>();
        storages.forEach((node, storage) -> placements.put(node, placement(storage)));
        return placements;
    }

    Map<String, Placement> outputs() {
        Map<String, Placement> outputs = new LinkedHashMap<>();
        schedule.graph().outputs().forEach((name, node) -> outputs.put(name, placement(kept(node))));
        return outputs;
    }

    Set<Node> shared() {
        return shared;
    }

    Set<Commit> direct() {
        return direct;
    }

    List<Copy> copies() {
        List<Copy> copies = new ArrayList<>();
        saved.forEach((node, copy) -> copies.add(new Copy(node, placement(storage(node)), placement(copy), false)));
        for (Commit commit : schedule.graph().commits()) {
            Placement to = new Placement(Home.VARIABLE, commit.variable().type(), commit.variable().path(), 0,
                    commit.variable().shape().size());
            if (!direct.contains(commit)) {
                boolean waits = commit.isGuarded() && schedule.graph().guard().isPresent();
                copies.add(new Copy(commit.value(), placement(kept(commit.value())), to, waits));
            }
        }
        return copies;
    }

    private Storage kept(Node node) {
        Storage copy = saved.get(node);
        return copy != null ? copy : storage(node);
    }

    private static Placement placement(Storage storage) {
        Storage root = storage.root();
        return new Placement(root.home, storage.type, root.name, root.offset + storage.shift(), storage.elements);
    }
}
