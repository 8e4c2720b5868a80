/** Training of a model on data: started, watched, stopped, checkpointed. */
@Version("0.1.0")
package org.fascicle.api.training;

import org.osgi.annotation.versioning.Version;
