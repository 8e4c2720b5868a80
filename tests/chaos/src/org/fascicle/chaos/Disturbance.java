package org.fascicle.chaos;

import java.util.Locale;

/** What is done to trainings and to their installation, and how often compared with the others. */
enum Disturbance {
    PLUGIN_ADDED(10), PLUGIN_UPDATED(10), PLUGIN_REMOVED(10), PLUGIN_HALF_COPIED(6), PLUGIN_CORRUPT(6),
    INSTALL(4), UPDATE(4), UNINSTALL(4),
    KILL(7), TERMINATE(2), FULL_DISK(3), TRUNCATED_CHECKPOINT(0);

    final int weight;

    Disturbance(int weight) {
        this.weight = weight;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
