package org.fascicle.schedule.cosinerestarts;

import org.fascicle.api.schedule.Moment;
import org.fascicle.api.schedule.Schedule;
import org.fascicle.api.technique.Alias;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.DefaultUnder;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;

/**
 * Cosine schedule with warm restarts (SGDR): half a cosine down to a share {@code alpha}, then at once up again; each
 * period is {@code tMul} times as long as the one before, and starts {@code mMul} times as high. Loshchilov and Hutter,
 * 2016, arXiv:1608.03983; Keras's CosineDecayRestarts. Keras counts steps: the unit
 * is {@code step} for who writes Keras's names, {@code CosineDecayRestarts} or {@code first_decay_steps}, and epochs otherwise.
 */
@Technique(value = "cosine_restarts", aliases = "CosineDecayRestarts",
        description = "Cosine schedule that starts again and again, in longer and longer periods.",
        formula = "initial ((1 - alpha) m_mul^i (1 + cos(pi t_i / T_i)) / 2 + alpha), T_i = first t_mul^i, t_i the time "
                + "since restart i",
        source = "Loshchilov and Hutter, 2016, arXiv:1608.03983")
public record CosineRestarts(
        @Range("(-inf,inf)") @Alias("initial_learning_rate") double initial,
        @Range("(0,inf)") @Alias("first_decay_steps") double first,
        @Default("2.0") @Range("[1,inf)") double tMul,
        @Default("1.0") @Range("[0,inf)") double mMul,
        @Default("0.0") @Range("[0,1]") double alpha,
        @Default("epoch") @DefaultUnder(names = {
            "CosineDecayRestarts", "first_decay_steps"}, value = "step") Moment.Unit unit)
        implements Schedule{

    @Override
    public double at(Moment moment) {
        double since = moment.position(unit);
        double period = first;
        double restarts = 0;
        if (tMul == 1) {
            restarts = Math.floor(since / period);
            since -= restarts * period;
        }
        for (; tMul > 1 && since >= period; restarts++) {
            since -= period;
            period *= tMul;
        }
        double height = Math.pow(mMul, restarts) * 0.5 * (1 + Math.cos(Math.PI * since / period));
        return initial * ((1 - alpha) * height + alpha);
    }
}
