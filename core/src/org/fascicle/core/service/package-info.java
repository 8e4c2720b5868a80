/** The services that applications use: models, their trainings, measurements. */
package org.fascicle.core.service;


