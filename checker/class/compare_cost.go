package class

import (
	"slices"

	"socketworkshop/checker/check"
)

// of returns what the common checks took in one round, and for how long they ran,
// one after another, in seconds.
func (t *turns) of(r *check.Result) (sum check.Cost, seconds float64) {
	for _, name := range t.common {
		c := named(r, name)
		sum.Traffic.Add(c.Cost.Traffic)
		sum.CPU += c.Cost.CPU
		sum.Memory = max(sum.Memory, c.Cost.Memory)
		seconds += c.Seconds
	}
	return sum, seconds
}

// cost returns what the common checks took of a program: on the wire in the first
// round, processor time in the middle, and memory at most.
func (t *turns) cost(r *rival) (all check.Cost) {
	var cpu []float64
	for i, result := range r.rounds {
		c, _ := t.of(result)
		if i == 0 {
			all = c
		}
		all.Memory = max(all.Memory, c.Memory)
		cpu = append(cpu, c.CPU)
	}
	if len(cpu) > 0 {
		slices.Sort(cpu)
		all.CPU = cpu[len(cpu)/2]
	}
	return all
}

// rows returns how long the common checks took, by program and round.
func (t *turns) rows() []Row {
	if len(t.common) == 0 {
		return nil
	}
	time, cpu := Row{Name: "time of all checks together", Unit: "s"}, Row{Name: "processor time of the program", Unit: "s"}
	for _, r := range t.programs {
		var times, cpus []float64
		for _, result := range r.rounds {
			cost, seconds := t.of(result)
			times, cpus = append(times, seconds), append(cpus, cost.CPU)
		}
		time.Figures, cpu.Figures = append(time.Figures, times), append(cpu.Figures, cpus)
	}
	return []Row{time, cpu}
}
