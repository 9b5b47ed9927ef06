package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"socketworkshop/checker/sandbox"
)

// boxCommand is hidden: sandbox.Command starts it. It closes the sandbox around
// this process, and goes on with the words that are left as any checker does.
func (a *app) boxCommand() *cobra.Command {
	return &cobra.Command{
		Use: sandbox.Word, Hidden: true, DisableFlagParsing: true, Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			cage, err := sandbox.Enter(args[0])
			if err != nil || len(args) == 1 {
				return err
			}
			a.cage = cage
			inner := a.command()
			inner.SetArgs(args[1:])
			return inner.ExecuteContext(cmd.Context())
		},
	}
}

// protection returns what this machine gives to hold programs of strangers, or
// nothing where they are trusted.
func protection(ctx context.Context, trust bool) (sandbox.Protection, error) {
	if trust {
		return sandbox.Protection{}, nil
	}
	p := sandbox.Probe(ctx, "")
	if err := p.Enough(); err != nil {
		return p, fmt.Errorf("%w\nWith --trust the submissions run as you, and can do what you can", err)
	}
	return p, nil
}
