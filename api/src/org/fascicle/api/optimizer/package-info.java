/** The contract of optimizers. */
@NullMarked
@Version("0.2.2")
package org.fascicle.api.optimizer;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
