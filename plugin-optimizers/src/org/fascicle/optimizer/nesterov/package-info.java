/** The optimizer {@code nesterov}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.optimizer.nesterov;

import org.osgi.annotation.versioning.Version;
