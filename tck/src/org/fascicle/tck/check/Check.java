package org.fascicle.tck.check;

import java.util.List;

import org.fascicle.api.technique.Kind;

/** One property that techniques must have. Keeps nothing of a technique between two trials. */
public abstract class Check {
    private final String name;

    Check(String name) {
        this.name = name;
    }

    /** All checks, in the order in which they are made. */
    public static List<Check> all() {
        return List.of(new DescriptionCheck(), new OptionsCheck(), new ShapeCheck(), new EdgesCheck(), new StatesCheck(),
                new RowsCheck(), new DataCheck(),
                new GradientCheck(), new ExtremesCheck(), new LogitsCheck(), new BackendCheck(), new InitialCheck(),
                new SeedCheck(), new ModeCheck(), new JsonCheck(), new ResumeCheck(), new WatchCheck());
    }

    /** The name in reports: {@code gradient}. */
    public String name() {
        return name;
    }

    /** Whether it is for techniques of a kind. */
    public abstract boolean concerns(Kind kind);

    /**
     * Checks a technique.
     *
     * @throws Unmet if the property does not hold, or cannot be checked
     */
    public abstract void run(Trial trial);
}
