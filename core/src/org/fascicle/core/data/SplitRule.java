package org.fascicle.core.data;

/** What decides how rows are held back where the data do not say it. An archive records the rule that its training began with. */
public enum SplitRule {
    /** The last rows, of which archives say nothing: before others were known. */
    LAST,
    /** Of rows with classes the last of each class, in the classes' shares; of others the last. */
    STRATIFIED;

    /** The rule of new trainings. */
    public static final SplitRule PRESENT = STRATIFIED;
}
