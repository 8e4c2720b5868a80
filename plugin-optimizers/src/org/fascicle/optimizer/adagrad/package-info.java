/** The optimizer {@code adagrad}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.optimizer.adagrad;

import org.osgi.annotation.versioning.Version;
