package org.fascicle.tests;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;

/** Tests of what networks compute, which takes long and does not depend on the framework: they run on one framework, Felix. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ComputesAlone.OnFelix.class)
public @interface ComputesAlone {
    /** Leaves them out on every other framework. */
    final class OnFelix implements ExecutionCondition {
        private static final String FELIX = "org.apache.felix.framework";

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            Bundle framework =
                    FrameworkUtil.getBundle(ComputesAlone.class).getBundleContext().getBundle(Constants.SYSTEM_BUNDLE_ID);
            return framework.getSymbolicName().equals(FELIX) ? ConditionEvaluationResult.enabled("this is Felix")
                    : ConditionEvaluationResult.disabled("what networks compute is tested on Felix");
        }
    }
}
