package org.fascicle.tck.check;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.fascicle.api.technique.Kind;
import org.fascicle.compiler.trace.Mode;
import org.fascicle.compiler.trace.TracedState;
import org.fascicle.tck.subject.Subject;
import org.fascicle.tck.subject.Variants;

/**
 * A state or slot is set by training, in one configuration at least: one that never is would be a constant that each archive carries. One
 * whose first values are drawn may be such a constant. A metric sets each of its states in all configurations.
 */
final class StatesCheck extends Check {
    StatesCheck() {
        super("states");
    }

    @Override
    public boolean concerns(Kind kind) {
        return kind != Kind.SCHEDULE && kind != Kind.DATA && kind != Kind.INITIALIZER;
    }

    @Override
    public void run(Trial trial) {
        Set<String> declared = new TreeSet<>();
        Set<String> set = new TreeSet<>();
        Set<String> idle = new TreeSet<>();
        for (Map<String, Object> options : new Variants(trial.target()).around(trial.options())) {
            for (Subject subject : trial.ask(options, Mode.TRAINING).made()) {
                for (TracedState state : subject.states()) {
                    String path = state.variable().path();
                    String name = path.substring(path.lastIndexOf('/') + 1);
                    declared.add(name);
                    if (state.next() != null || state.isDrawn()) {
                        set.add(name);
                    } else if (trial.kind() == Kind.METRIC) {
                        idle.add(name);
                    }
                }
            }
        }
        declared.removeAll(set);
        declared.addAll(idle);
        Unmet.require(declared.isEmpty(),
                "never sets " + List.copyOf(declared) + ", which it keeps between steps: State.set says what "
                        + "one becomes");
    }
}
