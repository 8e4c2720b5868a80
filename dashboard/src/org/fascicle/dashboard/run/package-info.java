/** What the pages show of trainings. */
@NullMarked
package org.fascicle.dashboard.run;

import org.jspecify.annotations.NullMarked;
