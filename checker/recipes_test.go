package main

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"

	"socketworkshop/checker/lesson"
)

// recipe reads a file of checker/recipes.
func recipe(t *testing.T, name string) (w lesson.Workshop, text []byte) {
	t.Helper()
	w, err := lesson.Find(".")
	if err != nil {
		t.Fatal(err)
	}
	if text, err = os.ReadFile(filepath.Join(w.Root, "checker", "recipes", filepath.FromSlash(name))); err != nil {
		t.Fatal(err)
	}
	return w, text
}

// TestRecipesAreShell has the shells read the scripts, and shellcheck where it
// is there.
func TestRecipesAreShell(t *testing.T) {
	for _, name := range []string{"gradescope/setup.sh", "gradescope/run_autograder", "gradescope/zip.sh", "cluster/shard.sh", "cluster/slurm.sh"} {
		_, text := recipe(t, name)
		first, _, _ := strings.Cut(string(text), "\n")
		shell := first[strings.LastIndexAny(first, "/ ")+1:]
		for _, reader := range [][]string{{shell, "-n"}, {"shellcheck", "-"}} {
			if _, err := exec.LookPath(reader[0]); err != nil {
				t.Logf("%s is not read: %v", name, err)
				continue
			}
			c := exec.Command(reader[0], reader[1:]...)
			c.Stdin = bytes.NewReader(text)
			if out, err := c.CombinedOutput(); err != nil {
				t.Errorf("%s: %s: %v\n%s", name, reader[0], err, out)
			}
		}
	}
}

// TestKubernetesJobIsIndexed wants as many parts as the script is told.
func TestKubernetesJobIsIndexed(t *testing.T) {
	_, text := recipe(t, "cluster/kubernetes.yaml")
	var job struct {
		APIVersion string `yaml:"apiVersion"`
		Kind       string
		Spec       struct {
			CompletionMode string `yaml:"completionMode"`
			Completions    int
			Parallelism    int
			Template       struct {
				Spec struct {
					RestartPolicy string `yaml:"restartPolicy"`
					Containers    []struct {
						Command, Args []string
						VolumeMounts  []struct{ Name string } `yaml:"volumeMounts"`
					}
					Volumes []struct{ Name string }
				}
			}
		}
	}
	if err := yaml.Unmarshal(text, &job); err != nil {
		t.Fatal(err)
	}
	pod := job.Spec.Template.Spec
	if job.APIVersion != "batch/v1" || job.Kind != "Job" || job.Spec.CompletionMode != "Indexed" || pod.RestartPolicy != "Never" {
		t.Errorf("it is no Indexed Job: %+v", job)
	}
	args := pod.Containers[0].Args
	var n int
	if err := yaml.Unmarshal([]byte(args[1]), &n); err != nil || n != job.Spec.Completions || n != job.Spec.Parallelism || args[0] != "$(JOB_COMPLETION_INDEX)" {
		t.Errorf("%d completions, and the arguments are %q", job.Spec.Completions, args)
	}
	if pod.Volumes[0].Name != pod.Containers[0].VolumeMounts[0].Name {
		t.Errorf("the volume is %q", pod.Volumes[0].Name)
	}
}

// TestWorkflowsAreWorkflows wants the parts that GitHub Actions wants.
func TestWorkflowsAreWorkflows(t *testing.T) {
	for _, name := range []string{"github/check.yml", "github/grade.yml"} {
		_, text := recipe(t, name)
		var flow struct {
			On   []string
			Jobs map[string]struct {
				RunsOn string `yaml:"runs-on"`
				Needs  string
				Steps  []struct{ Uses, Run string }
			}
		}
		if err := yaml.Unmarshal(text, &flow); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if len(flow.On) == 0 || len(flow.Jobs) == 0 {
			t.Errorf("%s never runs, or runs nothing", name)
		}
		for id, job := range flow.Jobs {
			if _, there := flow.Jobs[job.Needs]; job.RunsOn == "" || job.Needs != "" && !there || len(job.Steps) == 0 {
				t.Errorf("%s: the job %s is %+v", name, id, job)
			}
			for _, s := range job.Steps {
				if (s.Uses == "") == (s.Run == "") {
					t.Errorf("%s: the job %s has a step that uses %q and runs %q", name, id, s.Uses, s.Run)
				}
			}
		}
	}
}

// TestClassroom50Tests wants a valid file with a test for each lesson.
func TestClassroom50Tests(t *testing.T) {
	w, text := recipe(t, "classroom50/tests.json")
	schema, err := jsonschema.NewCompiler().Compile(filepath.Join(w.Root, "testdata", "reports", "classroom50-tests.schema.json"))
	if err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(value); err != nil {
		t.Error(err)
	}
	var file struct{ Tests []struct{ Name, Run string } }
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	all, err := w.Lessons()
	if err != nil {
		t.Fatal(err)
	}
	for i, l := range all {
		title, err := l.Title()
		if err != nil {
			t.Fatal(err)
		}
		if i >= len(file.Tests) || file.Tests[i].Name != l.Short()+": "+title || len(file.Tests[i].Name) > 100 || !strings.Contains(file.Tests[i].Run, " "+l.Short()+" ") {
			t.Errorf("test %d is not that of %s: %s", i, l.Short(), title)
		}
	}
}

// TestContainerfile wants instructions that there are, and copies of what is
// there.
func TestContainerfile(t *testing.T) {
	w, text := recipe(t, "Containerfile")
	known := []string{"FROM", "RUN", "USER", "WORKDIR", "COPY", "ENV", "ENTRYPOINT"}
	from := 0
	for line := range strings.Lines(string(text)) {
		words := strings.Fields(line)
		if len(words) == 0 || words[0] == "#" {
			continue
		}
		if !slices.Contains(known, words[0]) || len(words) < 2 {
			t.Errorf("no instruction: %s", line)
		}
		if words[0] == "FROM" {
			from++
		}
		if from == 0 {
			t.Errorf("before FROM: %s", line)
		}
		if words[0] != "COPY" {
			continue
		}
		for _, source := range words[2 : len(words)-1] { // behind --chown
			if _, err := os.Stat(filepath.Join(w.Root, source)); err != nil {
				t.Errorf("%s: %v", strings.TrimSpace(line), err)
			}
		}
	}
}
