package main

import (
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
